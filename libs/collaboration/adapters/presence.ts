import { Injectable } from '@nestjs/common';
import type { RemoteSocket, Server, Socket } from 'socket.io';

/** Where in a project somebody is. */
export interface PresenceState {
  page: string | null;
  editing: string | null;
  idle: boolean;
}

/** Somebody who is there. */
export interface PresentPerson extends PresenceState {
  user_id: string;
}

type Places = Record<string, PresenceState>;
type Remote = RemoteSocket<Record<string, never>, { userId?: string; places?: Places }>;

const ANSWER_WITHIN_MS = 1_000;

const room = (projectId: string) => `project:${projectId}`;
const arrived: PresenceState = { page: null, editing: null, idle: false };

/** Who is in which project, over all processes: the sockets in a project's room know it themselves. */
@Injectable()
export class Presence {
  private server: Server;

  use(server: Server): void {
    this.server = server;
  }

  async entered(client: Socket, userId: string, projectId: string): Promise<void> {
    await this.moved(client, userId, projectId, arrived, () => client.join(room(projectId)));
  }

  async moved(
    client: Socket,
    userId: string,
    projectId: string,
    state: PresenceState,
    join: () => unknown = () => undefined,
  ): Promise<void> {
    const data = client.data as { userId?: string; places?: Places };
    data.userId = userId;
    data.places = { ...data.places, [projectId]: state };
    await join();
    this.tell(projectId, { user_id: userId, status: state.idle ? 'idle' : 'online', ...state });
  }

  async departed(client: Socket, userId: string, projectId: string): Promise<void> {
    const data = client.data as { places?: Places };
    if (!data.places?.[projectId]) return;
    delete data.places[projectId];
    await client.leave(room(projectId));
    await this.tellIfGone(userId, projectId);
  }

  /** The connection has ended: everywhere it was, the person is gone unless another connection is still there. */
  async left(client: Socket, userId: string): Promise<void> {
    const { places = {} } = client.data as { places?: Places };
    await Promise.all(Object.keys(places).map((projectId) => this.tellIfGone(userId, projectId)));
  }

  /** Everybody in a project; of several connections of one person the busiest counts. */
  async of(projectId: string): Promise<PresentPerson[]> {
    const people = new Map<string, PresentPerson>();
    for (const socket of await this.socketsIn(projectId)) {
      const { userId, places } = socket.data;
      const state = places?.[projectId];
      if (!userId || !state) continue;
      const known = people.get(userId);
      if (!known || (known.idle && !state.idle)) people.set(userId, { user_id: userId, ...state });
    }
    return [...people.values()];
  }

  private async tellIfGone(userId: string, projectId: string): Promise<void> {
    const others = await this.of(projectId);
    if (!others.some(({ user_id }) => user_id === userId)) this.tell(projectId, { user_id: userId, status: 'offline' });
  }

  private tell(projectId: string, change: Record<string, unknown>): void {
    this.server.to(room(projectId)).emit('presence', { project_id: projectId, ...change });
  }

  private async socketsIn(projectId: string): Promise<Remote[]> {
    const everywhere = this.server.in(room(projectId)).timeout(ANSWER_WITHIN_MS).fetchSockets();
    // A process that died moments ago does not answer; whoever asks then learns of this process's people only.
    const found = await everywhere.catch(() => this.server.local.in(room(projectId)).fetchSockets());
    return found as unknown as Remote[];
  }
}

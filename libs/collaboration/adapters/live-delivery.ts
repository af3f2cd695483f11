import { Actors, type Authenticated, Authenticator, changesAccess } from '#access/index';
import { type Actor } from '#kernel/index';
import { Inject, Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { sql } from 'kysely';
import type { Socket } from 'socket.io';
import { EventFollower, type LoggedEvent } from '#platform/events/event-follower';
import { EventSubjects } from '#platform/events/event-subjects';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { within } from '#platform/postgres/scope';
import { LISTEN_URL } from '#platform/postgres/listen-url';
import { LiveSubscriptions, seenBy } from './live-subscriptions.ts';

interface Follower {
  socket: Socket;
  authenticated: Authenticated;
  subscriptions: LiveSubscriptions;
}

const CATCH_UP_LIMIT = 5_000;
const ENDS_A_TOKEN = new Set(['session.revoked', 'access_token.revoked']);

/** Brings the events of the log to the sockets of this process, each checked for its receiver at that moment. */
@Injectable()
export class LiveDelivery implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly log = new Logger(LiveDelivery.name);
  private readonly followers = new Map<string, Follower>();
  private readonly tail: EventFollower;

  constructor(
    private readonly database: Database,
    private readonly actors: Actors,
    private readonly authenticator: Authenticator,
    private readonly subjects: EventSubjects,
    @Inject(LISTEN_URL) listenUrl: string,
  ) {
    this.tail = new EventFollower(
      database,
      listenUrl,
      (events) => this.deliver(events),
      (error) => this.log.error(error),
    );
  }

  onApplicationBootstrap(): Promise<void> {
    return this.tail.start();
  }

  onApplicationShutdown(): Promise<void> {
    return this.tail.stop();
  }

  /** Lets a client in; what was meant for this person alone since `after` is told at once. */
  async join(socket: Socket, authenticated: Authenticated, after?: number): Promise<void> {
    const subscriptions = new LiveSubscriptions((event) => socket.emit('event', event));
    this.followers.set(socket.id, { socket, authenticated, subscriptions });
    if (after === undefined) return;
    const { actor } = authenticated;
    const missed = await this.missed(actor, after, sql`e.recipient_id = ${actor.userId}`);
    if (!missed) socket.emit('reload', { reason: 'too_old', position: this.tail.position });
    else for (const event of missed) notify(socket, event);
  }

  leave(socket: Socket): void {
    this.followers.delete(socket.id);
  }

  renew(socket: Socket, authenticated: Authenticated): void {
    const follower = this.followers.get(socket.id);
    if (follower) follower.authenticated = authenticated;
  }

  follows(socket: Socket, projectId: string): boolean {
    return this.followers.get(socket.id)?.subscriptions.projectIds.includes(projectId) ?? false;
  }

  unsubscribe(socket: Socket, projectId: string): void {
    this.followers.get(socket.id)?.subscriptions.close(projectId);
  }

  /** Starts to follow a project, behind `after` where given; answers with the position or with why not. */
  async subscribe(socket: Socket, projectId: string, after?: number): Promise<Record<string, unknown>> {
    const follower = this.followers.get(socket.id);
    const actor = follower && (await this.freshActor(follower));
    if (!actor || !(await this.maySee(actor, projectId))) {
      return { error: { code: 'not_found', detail: `There is no project ${projectId}, or you may not see it.` } };
    }
    const position = this.tail.position;
    const { subscriptions } = follower!;
    subscriptions.open(projectId, after ?? position);
    const missed = after === undefined ? [] : await this.missed(actor, after, sql`e.project_id = ${projectId}`);
    if (!missed) {
      socket.emit('reload', { reason: 'too_old', project_id: projectId, position });
      subscriptions.open(projectId, position);
    }
    subscriptions.catchUp(projectId, missed ?? [], seenBy(this.subjects, actor));
    return { project_id: projectId, position: Math.max(position, missed?.at(-1)?.position ?? 0) };
  }

  /** Asked in SQL as the person's tenant: rules without conditions say nothing about the projects of others. */
  private async maySee(actor: Actor, projectId: string): Promise<boolean> {
    const columns = { id: { expression: sql`p.id`, type: 'uuid' as const } };
    const found = await within({ organizationId: actor.organizationId, actor }, () =>
      this.database.row(sql`
        select 1 from projects p where p.organization_id = ${actor.organizationId} and p.id = ${projectId}
          and ${permitted(actor, 'view', 'Project', columns)}`),
    );
    return found !== undefined;
  }

  private async deliver(events: LoggedEvent[]): Promise<void> {
    for (const event of events) {
      this.authenticator.hear({ type: event.type, subject: { type: event.subject_type, id: event.subject_id } });
      if (changesAccess(event)) await this.recheck(event);
      for (const follower of this.followers.values()) {
        if (follower.authenticated.actor.organizationId !== event.organization_id) continue;
        if (event.recipient_id === follower.authenticated.actor.userId) notify(follower.socket, event);
        if (!event.project_id) continue;
        const actor = await this.freshActor(follower);
        if (actor) follower.subscriptions.deliver(event, seenBy(this.subjects, actor));
      }
    }
  }

  /** After a change of roles or sessions: nobody goes on hearing what they may no longer know. */
  private async recheck(event: LoggedEvent): Promise<void> {
    this.actors.forget(event.organization_id);
    for (const follower of this.followers.values()) {
      if (follower.authenticated.actor.organizationId !== event.organization_id) continue;
      if (ENDS_A_TOKEN.has(event.type) && event.subject_id === follower.authenticated.sessionId) {
        follower.socket.disconnect(true);
        continue;
      }
      const actor = await this.freshActor(follower);
      for (const projectId of follower.subscriptions.projectIds) {
        if (actor?.may('view', { subjectType: 'Project', id: projectId } as never)) continue;
        follower.subscriptions.close(projectId);
        follower.socket.emit('unsubscribed', { project_id: projectId, reason: 'permission_lost' });
      }
    }
  }

  /** The person's permissions as they are now; a person who is no member any more is shown out. */
  private async freshActor({ socket, authenticated: { actor } }: Follower): Promise<Actor | undefined> {
    try {
      return await this.actors.load(actor.userId, actor.organizationId, actor.origin, actor.scopes);
    } catch {
      socket.disconnect(true);
      return undefined;
    }
  }

  /** What settled between `after` and now, in order; undefined when it is too old or too much to tell. */
  private async missed(actor: Actor, after: number, which: ReturnType<typeof sql>): Promise<LoggedEvent[] | undefined> {
    const rows = await this.database.systemRows<LoggedEvent & { pruned_to: number }>(sql`
      select e.*, l.pruned_to from event_log l left join lateral (
        select * from events e
        where e.organization_id = ${actor.organizationId} and e.position > ${after}
          and e.position <= ${this.tail.position} and ${which}
        order by e.position limit ${CATCH_UP_LIMIT + 1}) e on true`);
    if (after < (rows[0]?.pruned_to ?? 0) || rows.length > CATCH_UP_LIMIT) return undefined;
    return rows.filter((row) => row.position !== null);
  }
}

/** Notifications arrive under their own name, with what the bell shows. */
function notify(socket: Socket, event: LoggedEvent): void {
  if (event.type === 'notification.created')
    socket.emit('new_notification', { ...event.data, position: event.position });
}

import { type Authenticated, Authenticator } from '#access/index';
import { DomainError } from '#kernel/index';
import { ConnectedSocket, MessageBody, SubscribeMessage, WebSocketGateway } from '@nestjs/websockets';
import type { OnGatewayConnection, OnGatewayDisconnect } from '@nestjs/websockets';
import type { Server, Socket } from 'socket.io';
import { LiveDelivery } from './live-delivery.ts';
import { MessageBudget } from './message-budget.ts';
import { Presence, type PresenceState } from './presence.ts';

/** What this process keeps of a client; `socket.data` travels to the other processes and carries presence only. */
interface Visitor {
  authenticated: Authenticated;
  after?: number;
  budget: MessageBudget;
  expiry?: NodeJS.Timeout;
}

type Acknowledgement = Record<string, unknown>;

const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

/** The live door: who may come in, what they follow, and who else is there. */
@WebSocketGateway()
export class LiveGateway implements OnGatewayConnection, OnGatewayDisconnect {
  private readonly visitors = new WeakMap<Socket, Visitor>();

  constructor(
    private readonly authenticator: Authenticator,
    private readonly delivery: LiveDelivery,
    private readonly presence: Presence,
  ) {}

  afterInit(server: Server): void {
    this.presence.use(server);
    server.use((socket, next) => {
      this.admit(socket).then(
        () => next(),
        (error: unknown) => next(refusal(error)),
      );
    });
  }

  handleConnection(client: Socket): void {
    client.use((_packet, next) => {
      if (this.visitor(client).budget.spend()) return next();
      client.emit('problem', { code: 'flooding', detail: 'Too many messages; the connection is closed.' });
      client.disconnect(true);
    });
    void this.delivery.join(client, this.visitor(client).authenticated, this.visitor(client).after);
  }

  handleDisconnect(client: Socket): void {
    clearTimeout(this.visitor(client).expiry);
    this.delivery.leave(client);
    void this.presence.left(client, this.visitor(client).authenticated.actor.userId);
  }

  /** Follows a project; answers with the position behind which every change will arrive. */
  @SubscribeMessage('subscribe')
  async subscribe(@ConnectedSocket() client: Socket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    const projectId = projectIdOf(body);
    const after = (body as { after?: unknown } | null)?.after;
    if (!projectId) return problem('invalid_project_id', 'Send {"project_id": "<uuid>"}.');
    if (after !== undefined && !Number.isSafeInteger(after))
      return problem('invalid_position', '"after" is a position.');
    const answer = await this.delivery.subscribe(
      client,
      projectId,
      (after as number | undefined) ?? this.visitor(client).after,
    );
    if ('position' in answer) {
      await this.presence.entered(client, this.visitor(client).authenticated.actor.userId, projectId);
      return { ...answer, presence: await this.presence.of(projectId) };
    }
    return answer;
  }

  /** Stops following a project. */
  @SubscribeMessage('unsubscribe')
  async unsubscribe(@ConnectedSocket() client: Socket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    const projectId = projectIdOf(body);
    if (!projectId) return problem('invalid_project_id', 'Send {"project_id": "<uuid>"}.');
    this.delivery.unsubscribe(client, projectId);
    await this.presence.departed(client, this.visitor(client).authenticated.actor.userId, projectId);
    return { project_id: projectId };
  }

  /** Says where in a project a person is, and whether they are idle. */
  @SubscribeMessage('presence')
  async move(@ConnectedSocket() client: Socket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    const projectId = projectIdOf(body);
    if (!projectId || !this.delivery.follows(client, projectId)) {
      return problem('not_subscribed', 'Subscribe to the project first.');
    }
    const { page, idle, editing } = body as Partial<PresenceState>;
    const state = { page: shortText(page), editing: shortText(editing), idle: idle === true };
    await this.presence.moved(client, this.visitor(client).authenticated.actor.userId, projectId, state);
    return { project_id: projectId };
  }

  /** Brings a fresh access token, so that the connection outlives the old one. */
  @SubscribeMessage('authenticate')
  async authenticate(@ConnectedSocket() client: Socket, @MessageBody() body: unknown): Promise<Acknowledgement> {
    try {
      const token = (body as { token?: unknown } | null)?.token;
      const fresh = await this.authenticator.authenticate(typeof token === 'string' ? token : '', originOf(client));
      const { actor } = this.visitor(client).authenticated;
      if (fresh.actor.userId !== actor.userId || fresh.actor.organizationId !== actor.organizationId) {
        return problem('other_person', 'The token is somebody else’s.');
      }
      this.welcome(client, fresh);
      this.delivery.renew(client, fresh);
      return { expires_at: fresh.expiresAt?.toString() ?? null };
    } catch (error) {
      return refusal(error).data;
    }
  }

  private visitor(client: Socket): Visitor {
    return this.visitors.get(client)!;
  }

  private async admit(client: Socket): Promise<void> {
    const { token, after } = client.handshake.auth as { token?: unknown; after?: unknown };
    const bearer = typeof token === 'string' ? token.replace(/^Bearer /i, '') : '';
    const authenticated = await this.authenticator.authenticate(bearer, originOf(client));
    const from = Number.isSafeInteger(after) ? (after as number) : undefined;
    this.visitors.set(client, { authenticated, budget: new MessageBudget(), after: from });
    this.welcome(client, authenticated);
  }

  private welcome(client: Socket, authenticated: Authenticated): void {
    clearTimeout(this.visitor(client).expiry);
    this.visitor(client).authenticated = authenticated;
    const left = authenticated.expiresAt ? authenticated.expiresAt.epochMilliseconds - Date.now() : undefined;
    if (left === undefined || left > 2 ** 31 - 1) return;
    this.visitor(client).expiry = setTimeout(
      () => {
        client.emit('problem', { code: 'token_expired', detail: 'Connect again with a fresh token.' });
        client.disconnect(true);
      },
      Math.max(0, left),
    ).unref();
  }
}

const originOf = ({ handshake }: Socket) => ({ ip: handshake.address, userAgent: handshake.headers['user-agent'] });

function projectIdOf(body: unknown): string | undefined {
  const id = (body as { project_id?: unknown } | null)?.project_id;
  return typeof id === 'string' && uuid.test(id) ? id.toLowerCase() : undefined;
}

const shortText = (value: unknown) => (typeof value === 'string' ? value.slice(0, 200) : null);

const problem = (code: string, detail: string): Acknowledgement => ({ error: { code, detail } });

/** The error a refused handshake gets; its `data` is what the client may read. */
function refusal(error: unknown): Error & { data: Acknowledgement } {
  const known = error instanceof DomainError;
  const data = known ? problem(error.code, error.message) : problem('internal_error', 'Something went wrong here.');
  return Object.assign(new Error(known ? error.code : 'internal_error'), { data });
}

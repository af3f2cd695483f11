import type { Actor, DomainEvent, Origin } from '#kernel/index';

/** A caller whose token was believed. */
export interface Authenticated {
  actor: Actor;
  /** The session of an access token, or the id of a personal access token. */
  sessionId: string;
  /** A person's own session, one that an identity provider vouched for, or a token for programs. */
  kind: 'session' | 'single_sign_on' | 'token';
  expiresAt: Temporal.Instant | null;
}

/** Tells by a bearer token who calls; rejects with an `unauthenticated` error. */
export abstract class Authenticator {
  abstract authenticate(bearer: string, origin: Origin): Promise<Authenticated>;
  /** Forgets what an event ends: a session, a token, all of a person who may no longer come in. */
  abstract hear(event: Pick<DomainEvent, 'type' | 'subject'>): void;
  /** Forgets tokens that this process has believed: of one session or token, or all of them. */
  abstract forget(sessionId?: string): void;
}

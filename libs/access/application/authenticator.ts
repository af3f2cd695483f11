import type { Actor, Origin } from '#kernel/index';

/** A caller whose token was believed. */
export interface Authenticated {
  actor: Actor;
  /** The session of an access token, or the id of a personal access token. */
  sessionId: string;
  expiresAt: Temporal.Instant | null;
}

/** Tells by a bearer token who calls; rejects with an `unauthenticated` error. */
export abstract class Authenticator {
  abstract authenticate(bearer: string, origin: Origin): Promise<Authenticated>;
  /** Forgets tokens that this process has believed: of one session or token, or all of them. */
  abstract forget(sessionId?: string): void;
}

import type { Origin } from '#kernel/index';

/** A signed-in device. */
export interface Session {
  id: string;
  accountId: string;
  organizationId: string;
}

/** Where sessions live; of a refresh token only the hash is kept. */
export abstract class Sessions {
  abstract open(session: Session, refreshHash: string, expiresAt: Temporal.Instant, origin: Origin): Promise<void>;
  /** Replaces the refresh token; a token used before revokes the session, since it must have been stolen. */
  abstract rotate(
    refreshHash: string,
    nextHash: string,
    expiresAt: Temporal.Instant,
  ): Promise<Session | 'reused' | undefined>;
  abstract revoke(sessionId: string): Promise<void>;
  abstract revokeAll(accountId: string): Promise<void>;
}

import type { DomainEvent, Origin } from '#kernel/index';
import { InvalidRefreshToken } from './account-errors.ts';

/** A session ends when nobody has refreshed it for so long. */
const IDLE = Temporal.Duration.from({ hours: 30 * 24 });
/** Older spent tokens are dead anyway; these many are told apart from invented ones. */
const REMEMBERED_TOKENS = 200;

/** Why a session ended. */
export type Revocation =
  'signed_out' | 'signed_out_everywhere' | 'revoked' | 'password_changed' | 'refresh_token_reused';

/** What is kept of a session. */
export interface SessionState {
  id: string;
  accountId: string;
  organizationId: string;
  /** The identity provider that vouched for the person; absent when they signed in themselves. */
  providerId: string | null;
  refreshHash: string;
  usedHashes: readonly string[];
  userAgent: string | null;
  ip: string | null;
  createdAt: Temporal.Instant;
  lastUsedAt: Temporal.Instant;
  expiresAt: Temporal.Instant;
  revokedAt: Temporal.Instant | null;
}

/** A device on which somebody is signed in, in one organization. */
export class Session {
  constructor(readonly state: SessionState) {}

  static open(
    who: Pick<SessionState, 'id' | 'accountId' | 'organizationId' | 'providerId' | 'refreshHash'>,
    { userAgent, ip }: Origin,
    at: Temporal.Instant,
  ): Session {
    const moments = { createdAt: at, lastUsedAt: at, expiresAt: at.add(IDLE), revokedAt: null };
    return new Session({ ...who, usedHashes: [], userAgent: userAgent ?? null, ip: ip ?? null, ...moments });
  }

  get id(): string {
    return this.state.id;
  }

  isOpen(at: Temporal.Instant): boolean {
    return this.state.revokedAt === null && Temporal.Instant.compare(at, this.state.expiresAt) < 0;
  }

  /** Trades the refresh token for the next one; one that was spent before ends the session instead, which is told. */
  refresh(presentedHash: string, nextHash: string, at: Temporal.Instant): DomainEvent | undefined {
    if (!this.isOpen(at)) throw new InvalidRefreshToken();
    if (this.state.usedHashes.includes(presentedHash)) return this.revoke('refresh_token_reused', at);
    if (presentedHash !== this.state.refreshHash) throw new InvalidRefreshToken();
    this.state.usedHashes = [...this.state.usedHashes, presentedHash].slice(-REMEMBERED_TOKENS);
    this.state.refreshHash = nextHash;
    this.state.lastUsedAt = at;
    this.state.expiresAt = at.add(IDLE);
    return undefined;
  }

  started(): DomainEvent {
    const { providerId } = this.state;
    return this.event('session.started', { by: providerId ? 'single_sign_on' : 'password', provider_id: providerId });
  }

  revoke(reason: Revocation, at: Temporal.Instant): DomainEvent {
    this.state.revokedAt = at;
    return this.event('session.revoked', { reason });
  }

  private event(type: string, data: Record<string, unknown>): DomainEvent {
    const subject = { type: 'Session', id: this.id };
    return { type, subject, recipientId: this.state.accountId, data: { session_id: this.id, ...data } };
  }
}

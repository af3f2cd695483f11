import { DomainError, type DomainEvent, InvalidInput, type Subject } from '#kernel/index';

/** What is kept of a token; of the token itself only its hash. */
export interface PersonalTokenState {
  organizationId: string;
  id: string;
  /** Whose permissions it carries, as far as its scopes go. */
  userId: string;
  name: string;
  hash: string;
  scopes: readonly string[];
  createdAt: Temporal.Instant;
  expiresAt: Temporal.Instant | null;
  revokedAt: Temporal.Instant | null;
}

/** A token with which a program acts for a person, or for itself as a service account. */
export class PersonalToken implements Subject {
  constructor(readonly state: PersonalTokenState) {}

  static issue(
    identity: Pick<PersonalTokenState, 'organizationId' | 'id' | 'userId' | 'hash'>,
    { name, scopes, expiresAt }: Pick<PersonalTokenState, 'name' | 'scopes' | 'expiresAt'>,
    at: Temporal.Instant,
  ): PersonalToken {
    if (expiresAt && Temporal.Instant.compare(expiresAt, at) <= 0) {
      throw new InvalidInput('/expires_at', 'in_the_past', 'Must be in the future.');
    }
    return new PersonalToken({ ...identity, name, scopes, expiresAt, createdAt: at, revokedAt: null });
  }

  get subjectType(): string {
    return 'AccessToken';
  }

  get id(): string {
    return this.state.id;
  }

  created(): DomainEvent {
    const { name, scopes, expiresAt } = this.state;
    const ends = expiresAt?.toString() ?? null;
    const changes = { name: [null, name], scopes: [null, scopes], expires_at: [null, ends] } as const;
    return { ...this.event('access_token.created'), changes };
  }

  revoke(at: Temporal.Instant): DomainEvent {
    if (this.state.revokedAt) throw new TokenRevoked();
    this.state.revokedAt = at;
    return this.event('access_token.revoked');
  }

  private event(type: string): DomainEvent {
    const { id, userId, name } = this.state;
    const subject = { type: this.subjectType, id };
    return { type, subject, recipientId: userId, data: { token_id: id, user_id: userId, name } };
  }
}

/** The scopes of a new token: those asked for, or else all that its owner may do; never more than that. */
export function scopesWithin(owned: ReadonlySet<string>, asked?: readonly string[]): string[] {
  if (!asked) return [...owned].sort();
  asked.forEach((scope, index) => {
    if (owned.has(scope)) return;
    throw new InvalidInput(`/scopes/${index}`, 'scope_not_held', `The permission "${scope}" is not held, or unknown.`);
  });
  return [...new Set(asked)].sort();
}

/** It has been revoked already. */
export class TokenRevoked extends DomainError {
  constructor() {
    super('conflict', 'token_revoked', 'The token has been revoked already.');
  }
}

import { DomainError, type DomainEvent, type Subject } from '#kernel/index';

/** How long an invitation is good. */
export const INVITATION_DAYS = 7;

/** Somebody asked to join, known by their address. */
export class Invitation implements Subject {
  readonly organizationId: string;
  readonly id: string;
  readonly email: string;
  readonly roleId: string;
  readonly invitedBy: string;
  tokenHash: string;
  expiresAt: Temporal.Instant;
  acceptedAt: Temporal.Instant | null;
  revokedAt: Temporal.Instant | null;
  createdAt: Temporal.Instant;

  constructor(
    identity: { organizationId: string; id: string; email: string; roleId: string; invitedBy: string },
    tokenHash: string,
    at: Temporal.Instant,
  ) {
    this.organizationId = identity.organizationId;
    this.id = identity.id;
    this.email = identity.email;
    this.roleId = identity.roleId;
    this.invitedBy = identity.invitedBy;
    this.tokenHash = tokenHash;
    this.createdAt = at;
    this.expiresAt = endOf(at);
    this.acceptedAt = null;
    this.revokedAt = null;
  }

  get subjectType(): string {
    return 'Invitation';
  }

  created(): DomainEvent {
    return this.event('invitation.created', { email: [null, this.email], role_id: [null, this.roleId] });
  }

  /** A new token; the old one is worth nothing from now on. */
  renew(tokenHash: string, at: Temporal.Instant): DomainEvent {
    this.mustBeOpen();
    this.tokenHash = tokenHash;
    this.expiresAt = endOf(at);
    return this.event('invitation.resent', {});
  }

  revoke(at: Temporal.Instant): DomainEvent {
    this.mustBeOpen();
    this.revokedAt = at;
    return this.event('invitation.revoked', { status: ['open', 'revoked'] });
  }

  private mustBeOpen(): void {
    if (this.acceptedAt) throw new InvitationClosed('accepted');
    if (this.revokedAt) throw new InvitationClosed('revoked');
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    return { type, subject: { type: 'Invitation', id: this.id }, data: { role_id: this.roleId }, changes };
  }
}

const endOf = (at: Temporal.Instant) => at.add({ hours: 24 * INVITATION_DAYS });

/** Nothing can be done any more with an invitation that was accepted or taken back. */
export class InvitationClosed extends DomainError {
  constructor(status: 'accepted' | 'revoked') {
    super('conflict', `invitation_${status}`, `The invitation has been ${status}.`);
  }
}

/** The address belongs to a member, or has an open invitation. */
export class AlreadyInvited extends DomainError {
  constructor(code: 'already_member' | 'already_invited', detail: string) {
    super('conflict', code, detail, {}, [{ pointer: '/email', code, detail }]);
  }
}

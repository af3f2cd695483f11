import { DomainError } from '#kernel/index';

/** An invitation as the person who holds its token finds it. */
export interface OpenInvitation {
  id: string;
  organizationId: string;
  email: string;
  roleId: string;
}

/** Invitations across organizations, as whoever has a token reaches them. */
export abstract class OpenInvitations {
  /** The one that the token would still open at that moment. */
  abstract find(token: string, at: Temporal.Instant): Promise<OpenInvitation | undefined>;
  /** Spends the token: the invitation is accepted at that moment. Nothing when there is no such invitation any more. */
  abstract accept(token: string, at: Temporal.Instant): Promise<OpenInvitation | undefined>;
  /** Tells the organization who came. */
  abstract accepted(invitation: OpenInvitation, userId: string): void;
}

/** No invitation has this token, or it is over. */
export class InvitationRefused extends DomainError {
  constructor() {
    const detail = 'The invitation is unknown, was used before, was taken back, or has expired. Ask for a new one.';
    super('invalid', 'invitation_refused', detail, {}, [{ pointer: '/token', code: 'invitation_refused', detail }]);
  }
}

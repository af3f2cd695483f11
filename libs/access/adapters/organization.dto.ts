import { Choice, Decimal, Email, Flag, Id, Instant, Integer, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';

/** What may be changed about an organization. */
export class EditOrganizationBody {
  @Text({ min: 1, max: 200, optional: true, example: 'ACME' })
  name?: string;

  @Text({ max: 60, optional: true, description: 'IANA time zone', example: 'Europe/Berlin' })
  time_zone?: string;
}

/** An organization. */
export class OrganizationBody {
  @Id() id: string;
  @Text({ max: 200, example: 'ACME' }) name: string;
  @Text({ max: 200, description: 'Names it in addresses', example: 'acme-3f9a2c' }) slug: string;
  @Text({ max: 60, example: 'Europe/Berlin' }) time_zone: string;
  @Integer({ description: 'Rises with every change; the ETag', example: 3 }) version: number;
  @Instant() created_at: string;
}

/** A role as other things refer to it. */
export class RoleBrief {
  @Id() id: string;
  @Text({ max: 300, example: 'member' }) key: string;
  @Text({ max: 100, example: 'Member' }) name: string;
}

/** A person as other things refer to them. */
export class PersonBrief {
  @Id() id: string;
  @Text({ max: 200, example: 'Ada' }) name: string;
}

/** A member's place in the paths of an organization. */
export class MemberParams {
  @Id({ description: 'The organization' }) id: string;
  @Id({ description: 'The member, by their user id' }) user_id: string;
}

/** A person in the organization. */
export class MemberBody {
  @Id({ description: "The person's user id" }) id: string;
  @Text({ max: 200, example: 'Ada' }) name: string;
  @Email({ nullable: true, description: 'Null for whoever may not see it' }) email: string | null;
  @Choice(['person', 'service']) kind: string;
  @Choice(['active', 'deactivated']) status: string;
  @Nested(() => RoleBrief) role: RoleBrief;
  @Decimal({ min: 0, max: 168, example: 40 }) weekly_hours: number;
  @Text({ max: 60, nullable: true, description: "Null: the organization's", example: null }) time_zone: string | null;
  @Integer({ description: 'Rises with every change; the ETag', example: 1 }) version: number;
  @Instant() created_at: string;
}

/** What may be changed about a member. */
export class EditMemberBody {
  @Id({ optional: true, description: 'A role of the organization; nobody gives more than they hold' })
  role_id?: string;

  @Choice(['active', 'deactivated'], { optional: true })
  status?: 'active' | 'deactivated';

  @Decimal({ min: 0, max: 168, optional: true, description: 'Working time', example: 40 })
  weekly_hours?: number;

  @Text({ max: 60, optional: true, nullable: true, description: 'IANA time zone', example: 'Europe/Berlin' })
  time_zone?: string | null;
}

/** How a list of members is narrowed. */
export class MemberListQuery extends PageQuery {
  @Choice(['active', 'deactivated'], { optional: true }) status?: string;
  @Choice(['person', 'service'], { optional: true }) kind?: string;
  @Id({ optional: true }) role_id?: string;
  @Text({ max: 200, optional: true, description: 'Part of the name' }) q?: string;
}

/** Somebody to be asked to join. */
export class InviteBody {
  @Email({ example: 'ada@example.org' }) email: string;
  @Id({ description: 'The role they will have' }) role_id: string;
}

/** An invitation's place in the paths of an organization. */
export class InvitationParams {
  @Id({ description: 'The organization' }) id: string;
  @Id({ description: 'The invitation' }) invitation_id: string;
}

const invitationStatuses = ['open', 'accepted', 'revoked', 'expired'];

/** An invitation; the token is in the letter only. */
export class InvitationBody {
  @Id() id: string;
  @Email() email: string;
  @Nested(() => RoleBrief) role: RoleBrief;
  @Choice(invitationStatuses) status: string;
  @Nested(() => PersonBrief, { nullable: true }) invited_by: PersonBrief | null;
  @Instant() expires_at: string;
  @Instant() created_at: string;
}

/** How a list of invitations is narrowed. */
export class InvitationListQuery extends PageQuery {
  @Choice(invitationStatuses, { optional: true }) status?: string;
  @Email({ optional: true }) email?: string;
}

/** An invitation, accepted by whoever has its token. */
export class AcceptInvitationBody {
  @Text({ min: 1, max: 200, description: 'From the letter' }) token: string;
  @Text({ min: 1, max: 200, optional: true, description: 'Needed without an account', example: 'Ada' }) name?: string;
  @Text({ min: 10, max: 200, optional: true, description: 'Needed without an account' }) password?: string;
}

/** What an accepted invitation leads to. */
export class InvitationAcceptedBody {
  @Flag({ description: 'True: an account was made, and the tokens open a session. False: sign in as usual.' })
  account_created: boolean;
  @Nested(() => PersonBrief) user: PersonBrief;
  @Nested(() => PersonBrief, { description: 'The organization' }) organization: PersonBrief;
  @Text({ max: 4000, optional: true }) access_token?: string;
  @Text({ max: 400, optional: true }) refresh_token?: string;
  @Text({ max: 20, optional: true, example: 'Bearer' }) token_type?: string;
  @Integer({ optional: true, description: 'Seconds' }) expires_in?: number;
}

import { sql } from 'kysely';
import { hashToken } from '#platform/crypto/tokens';
import { type OpenInvitation, OpenInvitations } from '../domain/open-invitations.ts';
import type { Raise, SystemTransaction } from './account-transaction.ts';

/** Invitations of all organizations, as one transaction of the system's role sees them. */
export class PostgresOpenInvitations extends OpenInvitations {
  constructor(
    private readonly transaction: SystemTransaction,
    private readonly raise: Raise,
  ) {
    super();
  }

  async find(token: string, at: Temporal.Instant): Promise<OpenInvitation | undefined> {
    const { rows } = await sql<OpenInvitation>`
      select ${columns} from invitations where ${isOpen(token, at)}`.execute(this.transaction);
    return rows[0];
  }

  async accept(token: string, at: Temporal.Instant): Promise<OpenInvitation | undefined> {
    const { rows } = await sql<OpenInvitation>`
      update invitations set accepted_at = ${at.toString()}
      where ${isOpen(token, at)} returning ${columns}`.execute(this.transaction);
    return rows[0];
  }

  accepted({ id, organizationId, roleId }: OpenInvitation, userId: string): void {
    this.raise(organizationId, [
      {
        type: 'invitation.accepted',
        subject: { type: 'Invitation', id },
        data: { user_id: userId, role_id: roleId },
        changes: { status: ['open', 'accepted'] },
      },
    ]);
  }
}

const columns = sql`id, organization_id as "organizationId", email, role_id as "roleId"`;

const isOpen = (token: string, at: Temporal.Instant) => sql`token_hash = ${hashToken(token)}
  and accepted_at is null and revoked_at is null and expires_at > ${at.toString()}::timestamptz`;

import { sql } from 'kysely';
import { newToken } from '#platform/crypto/tokens';
import type { Mailer } from '#platform/mail/mailer';
import type { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { type InvitationLetter, Letters } from '../application/letters.ts';
import { INVITATION_DAYS } from '../domain/invitation.ts';

/** Invitations by mail, with a link into the web app at the public address. */
export class MailedLetters extends Letters {
  constructor(
    private readonly mailer: Mailer,
    private readonly database: Database,
    private readonly publicUrl: string,
    /** Runs the work behind the answer, if the transaction at hand ends well. */
    private readonly afterCommit: (work: () => Promise<void>) => void,
  ) {
    super();
  }

  async invite({ to, invitedBy }: InvitationLetter): Promise<string> {
    const names = await this.database.row<{ organization: string; person: string }>(sql`
      select o.name as organization, m.name as person from organizations o
      join members m on m.organization_id = o.organization_id
      where o.organization_id = ${currentOrganizationId()} and m.user_id = ${invitedBy}`);
    const { token, hash } = newToken('invitation');
    const { organization, person } = names!;
    const text = [
      `Hello,`,
      `${person} asks you to join "${organization}":`,
      `${this.publicUrl}/accept-invitation?token=${token}`,
      `The link works once, for ${INVITATION_DAYS} days. If you do not know what this is about, ignore this message.`,
    ].join('\n\n');
    const mail = { to, subject: `${person} invites you to ${organization}`, text: `${text}\n` };
    this.afterCommit(() => this.mailer.send(mail));
    return hash;
  }
}

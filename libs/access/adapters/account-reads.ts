import { type Actor, Clock } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { AccountWork } from '../application/account-work.ts';
import type { Session } from '../domain/session.ts';
import { membershipBody } from './auth-answers.ts';
import type { MeBody, SessionBody } from './account.dto.ts';
import type { PersonCaller } from './auth-caller.ts';

/** What people may know about their own accounts. */
@Injectable()
export class AccountReads {
  constructor(
    private readonly work: AccountWork,
    private readonly clock: Clock,
  ) {}

  async me(actor: Actor): Promise<MeBody> {
    const [{ state }, memberships] = await this.work.run(actor, async (stores) => [
      await stores.accounts.get(actor.userId),
      await stores.memberships.of(actor.userId),
    ]);
    const organizations = memberships.map(membershipBody);
    return {
      id: state.id,
      email: state.email,
      name: state.name,
      email_verified: state.emailVerifiedAt !== null,
      totp_enabled: state.totpConfirmedAt !== null,
      organization: organizations.find(({ id }) => id === actor.organizationId)!,
      organizations: organizations.sort((a, b) => a.name.localeCompare(b.name)),
      permissions: [...actor.abilities.codes].sort(),
    };
  }

  async sessions(actor: Actor, { sessionId, within }: PersonCaller): Promise<SessionBody[]> {
    const found = await this.work.run(actor, ({ sessions }) => sessions.openOf(actor.userId, this.clock.now(), within));
    return found.map((session) => sessionBody(session, sessionId));
  }
}

function sessionBody({ state }: Session, currentId: string): SessionBody {
  return {
    id: state.id,
    organization_id: state.organizationId,
    is_current: state.id === currentId,
    user_agent: state.userAgent,
    ip: state.ip,
    created_at: state.createdAt.toString(),
    last_used_at: state.lastUsedAt.toString(),
    expires_at: state.expiresAt.toString(),
  };
}

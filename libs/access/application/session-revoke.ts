import { type Actor, Clock, NotFound } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Revocation } from '../domain/session.ts';
import { AccountWork } from './account-work.ts';

/** Ends one of the person's own sessions. */
export class RevokeSession {
  constructor(
    readonly actor: Actor,
    readonly sessionId: string,
    readonly reason: Revocation = 'revoked',
    /** The organization that a session of single sign-on is bound to. */
    readonly within?: string,
  ) {}
}

/** Ends all sessions of the person, or those of one organization. */
export class RevokeAllSessions {
  constructor(
    readonly actor: Actor,
    readonly within?: string,
  ) {}
}

@CommandHandler(RevokeSession)
export class RevokeSessionHandler implements ICommandHandler<RevokeSession, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly clock: Clock,
  ) {}

  execute({ actor, sessionId, reason, within }: RevokeSession): Promise<void> {
    return this.work.run(actor, async ({ sessions }) => {
      const session = await sessions.find(sessionId);
      const isOwn = session?.state.accountId === actor.userId;
      if (!isOwn || (within && session.state.organizationId !== within)) throw new NotFound('session', sessionId);
      const now = this.clock.now();
      if (session.isOpen(now)) await sessions.save(session, session.revoke(reason, now));
    });
  }
}

@CommandHandler(RevokeAllSessions)
export class RevokeAllSessionsHandler implements ICommandHandler<RevokeAllSessions, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly clock: Clock,
  ) {}

  execute({ actor, within }: RevokeAllSessions): Promise<void> {
    return this.work.run(actor, async ({ sessions }) => {
      const now = this.clock.now();
      for (const session of await sessions.openOf(actor.userId, now, within)) {
        await sessions.save(session, session.revoke('signed_out_everywhere', now));
      }
    });
  }
}

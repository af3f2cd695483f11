import { Clock, type Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OneTimeTokenRefused } from '../domain/account-errors.ts';
import { AccountMails } from './account-mails.ts';
import { AccountWork } from './account-work.ts';
import { Afterwards } from './auth-afterwards.ts';

/** Sends the letter that proves an address; nothing when it is proved already. */
export class SendEmailVerification {
  constructor(
    readonly userId: string,
    readonly origin: Origin,
  ) {}
}

/** Proves an address by the token of that letter. */
export class VerifyEmail {
  constructor(
    readonly token: string,
    readonly origin: Origin,
  ) {}
}

@CommandHandler(SendEmailVerification)
export class SendEmailVerificationHandler implements ICommandHandler<SendEmailVerification, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly mails: AccountMails,
    private readonly afterwards: Afterwards,
  ) {}

  execute({ userId, origin }: SendEmailVerification): Promise<void> {
    this.afterwards.do(async () => {
      const letter = await this.work.run({ userId, origin }, async ({ accounts, oneTimeTokens }) => {
        const account = await accounts.get(userId);
        if (account.state.emailVerifiedAt) return undefined;
        const grant = { accountId: userId, data: { email: account.email } };
        return { account, token: await oneTimeTokens.issue('email_verification', grant) };
      });
      if (letter) await this.mails.verifyEmail(letter.account, letter.token);
    });
    return Promise.resolve();
  }
}

@CommandHandler(VerifyEmail)
export class VerifyEmailHandler implements ICommandHandler<VerifyEmail, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly clock: Clock,
  ) {}

  execute({ token, origin }: VerifyEmail): Promise<void> {
    return this.work.run({ origin }, async ({ accounts, oneTimeTokens }) => {
      const grant = await oneTimeTokens.use('email_verification', token);
      const account = grant?.accountId ? await accounts.get(grant.accountId) : undefined;
      if (!account || account.email !== grant?.data.email) throw new OneTimeTokenRefused();
      const verified = account.verifyEmail(this.clock.now());
      if (verified) await accounts.save(account, verified);
    });
  }
}

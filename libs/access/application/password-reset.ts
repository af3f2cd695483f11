import type { Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { OneTimeTokenRefused } from '../domain/account-errors.ts';
import { AccountMails } from './account-mails.ts';
import { AccountWork } from './account-work.ts';
import { Afterwards } from './auth-afterwards.ts';
import { PasswordCheck } from './password-check.ts';
import { PasswordSetter } from './password-setter.ts';

/** Asks for a letter with which a forgotten password can be replaced. */
export class RequestPasswordReset {
  constructor(
    readonly email: string,
    readonly origin: Origin,
  ) {}
}

/** Replaces a forgotten password; all sessions end, and whoever got the letter has proved the address. */
export class ResetPassword {
  constructor(
    readonly token: string,
    readonly password: string,
    readonly origin: Origin,
  ) {}
}

@CommandHandler(RequestPasswordReset)
export class RequestPasswordResetHandler implements ICommandHandler<RequestPasswordReset, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly mails: AccountMails,
    private readonly afterwards: Afterwards,
  ) {}

  execute({ email, origin }: RequestPasswordReset): Promise<void> {
    this.afterwards.do(async () => {
      const letter = await this.work.run({ origin }, async ({ accounts, oneTimeTokens }) => {
        const account = await accounts.findByEmail(email);
        if (account?.state.kind !== 'person') return undefined;
        const token = await oneTimeTokens.issue('password_reset', { accountId: account.id, data: {} });
        await accounts.save(account, account.event('password_reset_requested'));
        return { account, token };
      });
      if (letter) await this.mails.resetPassword(letter.account, letter.token);
    });
    return Promise.resolve();
  }
}

@CommandHandler(ResetPassword)
export class ResetPasswordHandler implements ICommandHandler<ResetPassword, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly setter: PasswordSetter,
    private readonly check: PasswordCheck,
  ) {}

  async execute({ token, password, origin }: ResetPassword): Promise<void> {
    const grant = await this.work.run({ origin }, ({ oneTimeTokens }) => oneTimeTokens.peek('password_reset', token));
    if (!grant?.accountId) throw new OneTimeTokenRefused();
    const userId = grant.accountId;
    const hash = await this.setter.hash(password);
    const account = await this.work.run({ userId, origin }, async (stores) => {
      if (!(await stores.oneTimeTokens.use('password_reset', token))) throw new OneTimeTokenRefused();
      const found = await stores.accounts.get(userId);
      await this.setter.replace(stores, found, { hash, how: 'reset' });
      return found;
    });
    await this.check.forgive(account.email);
    this.setter.tell(account);
  }
}

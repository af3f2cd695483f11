import type { Clock } from '#kernel/index';
import type { Account } from '../domain/account.ts';
import type { Passwords } from '../domain/passwords.ts';
import type { AccountMails } from './account-mails.ts';
import type { AccountStores } from './account-work.ts';
import type { Afterwards } from './auth-afterwards.ts';

/** Replaces passwords, with all that must end when one does. */
export class PasswordSetter {
  constructor(
    private readonly passwords: Passwords,
    private readonly mails: AccountMails,
    private readonly afterwards: Afterwards,
    private readonly clock: Clock,
  ) {}

  hash(password: string): Promise<string> {
    return this.passwords.hash(password);
  }

  /** Whoever got the letter of a reset has proved the address by it; sessions end, but for the one that asks. */
  async replace(
    { accounts, sessions, oneTimeTokens }: AccountStores,
    account: Account,
    { hash, how, keep }: { hash: string; how: 'changed' | 'reset'; keep?: string },
  ): Promise<void> {
    const now = this.clock.now();
    const verified = how === 'reset' ? account.verifyEmail(now) : undefined;
    await accounts.save(account, account.changePassword(hash, how), ...(verified ? [verified] : []));
    await oneTimeTokens.discard('password_reset', account.id);
    for (const session of await sessions.openOf(account.id, now)) {
      if (session.id !== keep) await sessions.save(session, session.revoke('password_changed', now));
    }
  }

  /** Lets the person know, in case it was not them. */
  tell(account: Account): void {
    this.afterwards.do(() => this.mails.passwordChanged(account));
  }
}

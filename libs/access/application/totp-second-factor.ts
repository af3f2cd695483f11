import type { Clock } from '#kernel/index';
import type { Account } from '../domain/account.ts';
import type { AccountStores } from './account-work.ts';
import type { Guessing } from './auth-guessing.ts';
import type { TotpCodes } from './totp-codes.ts';

/** Accepts each code of an account once. */
export class SecondFactor {
  constructor(
    private readonly codes: TotpCodes,
    private readonly guessing: Guessing,
    private readonly clock: Clock,
  ) {}

  /** Runs a check of codes; wrong ones count as guesses at the account. */
  guess<T>(accountId: string, check: () => Promise<T | undefined>): Promise<T | undefined> {
    return this.guessing.at(`second_factor:${accountId}`, check);
  }

  /** Whether the code is right; it is spent by that. */
  async accept({ accounts }: AccountStores, account: Account, code: string): Promise<boolean> {
    const { id, totpSecret } = account.state;
    const step = totpSecret ? this.codes.step({ id, totpSecret }, code, this.clock.now()) : undefined;
    if (step !== undefined && account.useTotpStep(step)) {
      await accounts.save(account);
      return true;
    }
    const used = account.useRecoveryCode(this.codes.hashOfRecoveryCode(code));
    if (used) await accounts.save(account, used);
    return used !== undefined;
  }
}

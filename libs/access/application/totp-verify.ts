import { Clock, type Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Account } from '../domain/account.ts';
import { CodeRefused, OneTimeTokenRefused } from '../domain/account-errors.ts';
import { type AccountStores, AccountWork } from './account-work.ts';
import { Guessing } from './auth-guessing.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';
import { TotpCodes } from './totp-codes.ts';

/** The second step of a sign-in: a code of the authenticator app, or a recovery code. */
export class VerifySecondFactor {
  constructor(
    readonly challengeToken: string,
    readonly code: string,
    readonly origin: Origin,
  ) {}
}

@CommandHandler(VerifySecondFactor)
export class VerifySecondFactorHandler implements ICommandHandler<VerifySecondFactor, SignedIn> {
  constructor(
    private readonly work: AccountWork,
    private readonly factor: SecondFactor,
    private readonly starter: SessionStarter,
  ) {}

  async execute({ challengeToken, code, origin }: VerifySecondFactor): Promise<SignedIn> {
    const grant = await this.work.run({ origin }, ({ oneTimeTokens }) =>
      oneTimeTokens.peek('second_factor', challengeToken),
    );
    if (!grant?.accountId) throw new OneTimeTokenRefused('/challenge_token');
    const { accountId: userId, data } = grant;
    const signedIn = await this.factor.guess(userId, () =>
      this.work.run({ userId, origin }, async (stores) => {
        const account = await stores.accounts.get(userId);
        if (!(await this.factor.accept(stores, account, code))) return undefined;
        if (!(await stores.oneTimeTokens.use('second_factor', challengeToken))) {
          throw new OneTimeTokenRefused('/challenge_token');
        }
        return this.starter.start(stores, account, { organizationId: data.organization_id ?? undefined }, origin);
      }),
    );
    if (!signedIn) throw new CodeRefused('/code');
    return signedIn;
  }
}

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

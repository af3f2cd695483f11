import type { Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CodeRefused, OneTimeTokenRefused } from '../domain/account-errors.ts';
import { AccountWork } from './account-work.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';
import { SecondFactor } from './totp-second-factor.ts';

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

import type { Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountWork } from './account-work.ts';
import { PasswordCheck } from './password-check.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';

/** A person with their e-mail and password. */
export class SignIn {
  constructor(
    readonly credentials: { email: string; password: string; organizationId?: string },
    readonly origin: Origin,
  ) {}
}

/** The password was right; the second factor is still missing. */
export interface SecondFactorNeeded {
  challengeToken: string;
}

@CommandHandler(SignIn)
export class SignInHandler implements ICommandHandler<SignIn, SignedIn | SecondFactorNeeded> {
  constructor(
    private readonly work: AccountWork,
    private readonly check: PasswordCheck,
    private readonly starter: SessionStarter,
  ) {}

  async execute({ credentials, origin }: SignIn): Promise<SignedIn | SecondFactorNeeded> {
    const { email, password, organizationId } = credentials;
    const account = await this.check.byEmail(email, password, origin);
    return this.work.run({ userId: account.id, origin }, async (stores) => {
      if (!account.hasSecondFactor) return this.starter.start(stores, account, { organizationId }, origin);
      const grant = { accountId: account.id, data: { organization_id: organizationId ?? null } };
      return { challengeToken: await stores.oneTimeTokens.issue('second_factor', grant) };
    });
  }
}

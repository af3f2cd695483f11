import { type Actor, Clock } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { CodeRefused } from '../domain/account-errors.ts';
import { AccountWork } from './account-work.ts';
import { PasswordCheck } from './password-check.ts';
import { TotpCodes } from './totp-codes.ts';
import { SecondFactor } from './totp-second-factor.ts';

/** Prepares a second factor; the password is asked again, for a stolen session must not lock its owner out. */
export class EnrolTotp {
  constructor(
    readonly actor: Actor,
    readonly password: string,
  ) {}
}

/** Switches the second factor on, once a code has shown that the app has its secret. */
export class ConfirmTotp {
  constructor(
    readonly actor: Actor,
    readonly code: string,
  ) {}
}

/** Switches the second factor off. */
export class DisableTotp {
  constructor(
    readonly actor: Actor,
    readonly password: string,
    readonly code: string,
  ) {}
}

/** What the authenticator app is to be told; shown once. */
export interface TotpEnrolment {
  secret: string;
  uri: string;
}

@CommandHandler(EnrolTotp)
export class EnrolTotpHandler implements ICommandHandler<EnrolTotp, TotpEnrolment> {
  constructor(
    private readonly work: AccountWork,
    private readonly check: PasswordCheck,
    private readonly codes: TotpCodes,
  ) {}

  async execute({ actor, password }: EnrolTotp): Promise<TotpEnrolment> {
    await this.check.again(actor.userId, password, actor.origin, '/password');
    return this.work.run(actor, async ({ accounts }) => {
      const account = await accounts.get(actor.userId);
      const { secret, uri, sealedSecret } = this.codes.create(account);
      await accounts.save(account, account.enrolTotp(sealedSecret));
      return { secret, uri };
    });
  }
}

@CommandHandler(ConfirmTotp)
export class ConfirmTotpHandler implements ICommandHandler<ConfirmTotp, string[]> {
  constructor(
    private readonly work: AccountWork,
    private readonly codes: TotpCodes,
    private readonly clock: Clock,
  ) {}

  /** The recovery codes, to be shown once. */
  execute({ actor, code }: ConfirmTotp): Promise<string[]> {
    return this.work.run(actor, async ({ accounts }) => {
      const account = await accounts.get(actor.userId);
      const { id, totpSecret } = account.state;
      const now = this.clock.now();
      const step = totpSecret ? this.codes.step({ id, totpSecret }, code, now) : undefined;
      const { codes, hashes } = this.codes.recoveryCodes();
      await accounts.save(account, account.confirmTotp(step, hashes, now));
      return codes;
    });
  }
}

@CommandHandler(DisableTotp)
export class DisableTotpHandler implements ICommandHandler<DisableTotp, void> {
  constructor(
    private readonly work: AccountWork,
    private readonly check: PasswordCheck,
    private readonly factor: SecondFactor,
  ) {}

  async execute({ actor, password, code }: DisableTotp): Promise<void> {
    await this.check.again(actor.userId, password, actor.origin, '/password');
    const disabled = await this.factor.guess(actor.userId, () =>
      this.work.run(actor, async (stores) => {
        const account = await stores.accounts.get(actor.userId);
        if (account.hasSecondFactor && !(await this.factor.accept(stores, account, code))) return undefined;
        await stores.accounts.save(account, account.disableTotp());
        return true;
      }),
    );
    if (!disabled) throw new CodeRefused('/code');
  }
}

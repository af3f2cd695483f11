import { newId, type Origin } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Account } from '../domain/account.ts';
import { Passwords } from '../domain/passwords.ts';
import { AccountWork } from './account-work.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';

/** Somebody new, with an organization that they own. */
export class SignUp {
  constructor(
    readonly person: { email: string; password: string; name: string; organizationName: string },
    readonly origin: Origin,
  ) {}
}

@CommandHandler(SignUp)
export class SignUpHandler implements ICommandHandler<SignUp, SignedIn> {
  constructor(
    private readonly work: AccountWork,
    private readonly passwords: Passwords,
    private readonly starter: SessionStarter,
  ) {}

  async execute({ person, origin }: SignUp): Promise<SignedIn> {
    const { email, name, organizationName } = person;
    const account = Account.of({ id: newId(), email, name, passwordHash: await this.passwords.hash(person.password) });
    return this.work.run({ userId: account.id, origin }, async (stores) => {
      await stores.accounts.add(account);
      const { organizationId } = await stores.memberships.found({ id: newId(), name: organizationName }, account);
      return this.starter.start(stores, account, { organizationId }, origin);
    });
  }
}

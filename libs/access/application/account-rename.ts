import type { Actor } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountWork } from './account-work.ts';

/** A new name for oneself, in every organization. */
export class RenameAccount {
  constructor(
    readonly actor: Actor,
    readonly name: string,
  ) {}
}

@CommandHandler(RenameAccount)
export class RenameAccountHandler implements ICommandHandler<RenameAccount, void> {
  constructor(private readonly work: AccountWork) {}

  execute({ actor, name }: RenameAccount): Promise<void> {
    return this.work.run(actor, async ({ accounts }) => {
      const account = await accounts.get(actor.userId);
      const renamed = account.rename(name);
      if (renamed) await accounts.save(account, renamed);
    });
  }
}

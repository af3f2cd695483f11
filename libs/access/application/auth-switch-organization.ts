import type { Actor } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AccountWork } from './account-work.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';

/** A further session in another organization of the person; the present one goes on. */
export class SwitchOrganization {
  constructor(
    readonly actor: Actor,
    readonly organizationId: string,
  ) {}
}

@CommandHandler(SwitchOrganization)
export class SwitchOrganizationHandler implements ICommandHandler<SwitchOrganization, SignedIn> {
  constructor(
    private readonly work: AccountWork,
    private readonly starter: SessionStarter,
  ) {}

  execute({ actor, organizationId }: SwitchOrganization): Promise<SignedIn> {
    return this.work.run(actor, async (stores) => {
      const account = await stores.accounts.get(actor.userId);
      return this.starter.start(stores, account, { organizationId }, actor.origin);
    });
  }
}

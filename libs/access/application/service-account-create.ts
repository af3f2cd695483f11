import { type Actor, InvalidInput, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Roles } from '../domain/roles.ts';
import { ServiceAccount, ServiceAccounts } from '../domain/service-account.ts';
import { Granting } from './granting.ts';

/** A member that is a program, with a role like anybody's. */
export class CreateServiceAccount {
  constructor(
    readonly actor: Actor,
    readonly name: string,
    readonly roleId: string,
  ) {}
}

@CommandHandler(CreateServiceAccount)
export class CreateServiceAccountHandler implements ICommandHandler<CreateServiceAccount, string> {
  constructor(
    private readonly accounts: ServiceAccounts,
    private readonly roles: Roles,
    private readonly granting: Granting,
  ) {}

  async execute({ actor, name, roleId }: CreateServiceAccount): Promise<string> {
    const account = new ServiceAccount(actor.organizationId, newId(), name, roleId);
    actor.authorize('create', account);
    const role = await this.roles.named(roleId, '/role_id');
    role.mustSuitOrganization();
    if (role.isOwner) throw new InvalidInput('/role_id', 'owner_role', 'A program cannot own an organization.');
    this.granting.authorizeRole(actor, role);
    await this.accounts.add(account, account.created());
    return account.id;
  }
}

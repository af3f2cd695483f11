import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { RoleInUse } from '../domain/role.ts';
import { Roles } from '../domain/roles.ts';

/** Deletes a role that nobody has. */
export class DeleteRole {
  constructor(
    readonly actor: Actor,
    readonly roleId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(DeleteRole)
export class DeleteRoleHandler implements ICommandHandler<DeleteRole, void> {
  constructor(private readonly roles: Roles) {}

  async execute({ actor, roleId, expectedVersion }: DeleteRole): Promise<void> {
    const role = await this.roles.get(roleId);
    actor.authorize('delete', role);
    expectVersion(role, expectedVersion);
    const deleted = role.deleted();
    const users = await this.roles.usersOf(role.id);
    if (Object.values(users).some((list) => list.length > 0)) throw new RoleInUse(role.name, users);
    await this.roles.remove(role, deleted);
  }
}

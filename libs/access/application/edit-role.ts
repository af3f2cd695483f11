import { type Actor, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Permissions } from '../domain/permissions.ts';
import type { RoleDetails } from '../domain/role.ts';
import { Roles } from '../domain/roles.ts';
import { checkEntries, scopeOf } from './create-role.ts';
import { Granting } from './granting.ts';

/** Changes what the request names of a role; whoever has the role is bound by it at once. */
export class EditRole {
  constructor(
    readonly actor: Actor,
    readonly roleId: string,
    readonly details: Partial<RoleDetails>,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(EditRole)
export class EditRoleHandler implements ICommandHandler<EditRole, void> {
  constructor(
    private readonly roles: Roles,
    private readonly permissions: Permissions,
    private readonly granting: Granting,
  ) {}

  async execute({ actor, roleId, details, expectedVersion }: EditRole): Promise<void> {
    const role = await this.roles.get(roleId);
    actor.authorize('edit', role);
    expectVersion(role, expectedVersion);
    // What the role gave before counts too: taking a denial out of it is a gift.
    this.granting.authorizeRole(actor, role, scopeOf(role));
    const edited = role.edit(details);
    if (!edited) return;
    checkEntries(role.permissions, this.permissions);
    this.granting.authorizeRole(actor, role, scopeOf(role));
    await this.roles.save(role, edited);
  }
}

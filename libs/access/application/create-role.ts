import { type Actor, Clock, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { checkDecision } from '../domain/decision-check.ts';
import type { Scope } from '../domain/grants.ts';
import { Permissions } from '../domain/permissions.ts';
import { Role, type RoleDetails } from '../domain/role.ts';
import { Roles } from '../domain/roles.ts';
import { decisionOf, type RoleEntry } from '../domain/standing.ts';
import { Granting } from './granting.ts';

/** Makes a role, for the organization or for one project. */
export class CreateRole {
  constructor(
    readonly actor: Actor,
    readonly details: RoleDetails,
    readonly projectId: string | null = null,
  ) {}
}

/** Makes a role that permits what another one does. */
export class CloneRole {
  constructor(
    readonly actor: Actor,
    readonly sourceId: string,
    readonly details: Partial<RoleDetails> & { name: string },
    readonly projectId?: string | null,
  ) {}
}

@CommandHandler(CreateRole)
export class CreateRoleHandler implements ICommandHandler<CreateRole, string> {
  constructor(
    private readonly roles: Roles,
    private readonly permissions: Permissions,
    private readonly granting: Granting,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, details, projectId }: CreateRole): Promise<string> {
    const role = new Role({ organizationId: actor.organizationId, id: newId(), projectId }, details, this.clock.now());
    actor.authorize('create', role);
    checkEntries(role.permissions, this.permissions);
    this.granting.authorizeRole(actor, role, scopeOf(role));
    await this.roles.add(role, role.created());
    return role.id;
  }
}

@CommandHandler(CloneRole)
export class CloneRoleHandler implements ICommandHandler<CloneRole, string> {
  constructor(
    private readonly roles: Roles,
    private readonly creating: CreateRoleHandler,
  ) {}

  async execute({ actor, sourceId, details, projectId }: CloneRole): Promise<string> {
    const source = await this.roles.get(sourceId);
    actor.authorize('view', source);
    const { description, permissions } = source;
    const copy = { description, permissions, ...details };
    return this.creating.execute(new CreateRole(actor, copy, projectId === undefined ? source.projectId : projectId));
  }
}

/** Where the role's permissions hold. */
export const scopeOf = ({ projectId }: Role): Scope =>
  projectId === null ? { level: 'organization' } : { level: 'project', projectIds: [projectId] };

/** Refuses entries that make no sense, with a pointer to each. */
export function checkEntries(entries: readonly RoleEntry[], permissions: Permissions): void {
  for (const [index, entry] of entries.entries())
    checkDecision(decisionOf(entry), permissions, `/permissions/${index}`);
}

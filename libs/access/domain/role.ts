import { changesBetween, DomainError, type DomainEvent, InvalidInput, type Subject } from '#kernel/index';
import type { RoleEntry } from './standing.ts';

/** What may be said about a role. */
export interface RoleDetails {
  name: string;
  description: string;
  permissions: readonly RoleEntry[];
}

/** A named set of permissions, for the whole organization or for one project. */
export class Role implements RoleDetails, Subject {
  readonly organizationId: string;
  readonly id: string;
  readonly key: string;
  /** The only project where the role may be used; null: everywhere. */
  readonly projectId: string | null;
  readonly builtIn: boolean;
  name: string;
  description: string;
  permissions: readonly RoleEntry[];
  version: number;
  createdAt: Temporal.Instant;

  constructor(
    identity: { organizationId: string; id: string; projectId: string | null },
    { name, description, permissions }: RoleDetails,
    at: Temporal.Instant,
  ) {
    this.organizationId = identity.organizationId;
    this.id = identity.id;
    this.projectId = identity.projectId;
    this.key = keyOf(name, identity.projectId);
    this.builtIn = false;
    this.name = name;
    this.description = description;
    this.permissions = permissions;
    this.version = 1;
    this.createdAt = at;
  }

  get subjectType(): string {
    return 'Role';
  }

  get isOwner(): boolean {
    return this.builtIn && this.key === 'owner';
  }

  /** Members have one role for the organization; a project's own role says nothing there. */
  mustSuitOrganization(pointer = '/role_id'): void {
    if (this.projectId === null) return;
    throw new InvalidInput(pointer, 'project_role', `The role "${this.name}" is for one project only.`);
  }

  mustSuitProject(projectId: string, pointer = '/role_id'): void {
    if (this.projectId === null || this.projectId === projectId) return;
    throw new InvalidInput(pointer, 'other_projects_role', `The role "${this.name}" is for another project.`);
  }

  created(): DomainEvent {
    return this.event('role.created', changesBetween({}, this.facts()));
  }

  edit(details: Partial<RoleDetails>): DomainEvent | undefined {
    this.mustBeCustom();
    const before = this.facts();
    Object.assign(this, details);
    const changes = changesBetween(before, this.facts());
    return Object.keys(changes).length === 0 ? undefined : this.event('role.updated', changes);
  }

  deleted(): DomainEvent {
    this.mustBeCustom();
    const nothing = { name: null, description: null, permissions: null };
    return this.event('role.deleted', changesBetween(this.facts(), nothing));
  }

  private mustBeCustom(): void {
    if (this.builtIn) throw new RoleBuiltIn(this.name);
  }

  private event(type: string, changes: DomainEvent['changes']): DomainEvent {
    const data = { name: this.name, project_id: this.projectId };
    return { type, subject: { type: 'Role', id: this.id }, projectId: this.projectId, data, changes };
  }

  private facts() {
    return { name: this.name, description: this.description, permissions: this.permissions };
  }
}

/** Built-in roles are the same everywhere; who needs another one clones it. */
export class RoleBuiltIn extends DomainError {
  constructor(name: string) {
    super('conflict', 'role_built_in', `The role "${name}" is built in. Clone it and change the copy.`);
  }
}

/** Another role of the same reach has this name. */
export class RoleNameTaken extends DomainError {
  constructor(name: string) {
    const detail = `There is a role named "${name}" already.`;
    super('conflict', 'role_name_taken', detail, {}, [{ pointer: '/name', code: 'role_name_taken', detail }]);
  }
}

/** Somebody still has the role. */
export class RoleInUse extends DomainError {
  constructor(name: string, users: RoleUsers) {
    const count = users.members.length + users.project_members.length + users.invitations.length;
    super('conflict', 'role_in_use', `The role "${name}" is in use (${count}). Give these another role first.`, {
      used_by: users,
    });
  }
}

/** Who holds a role, or will. */
export interface RoleUsers {
  members: { id: string; name: string }[];
  project_members: { id: string; name: string; project_id: string }[];
  invitations: { id: string; email: string }[];
  identity_providers: { id: string; name: string }[];
}

const keyOf = (name: string, projectId: string | null) =>
  `${name.normalize('NFKC').trim().toLowerCase().replace(/\s+/g, '-')}${projectId ? `@${projectId}` : ''}`;

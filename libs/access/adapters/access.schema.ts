import type { Conditions } from '#kernel/index';
import { EntitySchema } from '@mikro-orm/postgresql';
import { InstantType, JsonbType, ListType } from '#platform/postgres/types';
import { Invitation } from '../domain/invitation.ts';
import { Member } from '../domain/member.ts';
import { Organization } from '../domain/organization.ts';
import { PermissionOverride } from '../domain/permission-override.ts';
import { ProjectMember } from '../domain/project-member.ts';
import { Role } from '../domain/role.ts';
import type { RoleEntry } from '../domain/standing.ts';

const uuidKey = { type: 'uuid', primary: true } as const;
/** Follows from the others; never stored. */
const derived = { type: 'any', persist: false, getter: true } as const;
const version = { type: 'integer', version: true } as const;

/** How an organization is stored; its policies belong to whoever follows them. */
export const organizationSchema = new EntitySchema<Organization>({
  class: Organization,
  tableName: 'organizations',
  properties: {
    subjectType: derived,
    id: { ...uuidKey, fieldName: 'organization_id' },
    slug: { type: 'text' },
    name: { type: 'text' },
    timeZone: { type: 'text' },
    version,
  },
});

/** How a role is stored. */
export const roleSchema = new EntitySchema<Role>({
  class: Role,
  tableName: 'roles',
  properties: {
    subjectType: derived,
    organizationId: uuidKey,
    id: uuidKey,
    key: { type: 'text' },
    projectId: { type: 'uuid', nullable: true },
    builtIn: { type: 'boolean' },
    isOwner: derived,
    name: { type: 'text' },
    description: { type: 'text' },
    permissions: { type: new JsonbType<readonly RoleEntry[]>() },
    version,
    createdAt: { type: new InstantType() },
  },
});

/** How a member is stored. */
export const memberSchema = new EntitySchema<Member>({
  class: Member,
  tableName: 'members',
  properties: {
    subjectType: derived,
    organizationId: uuidKey,
    userId: uuidKey,
    id: derived,
    isActive: derived,
    email: { type: 'text' },
    name: { type: 'text' },
    roleId: { type: 'uuid' },
    status: { type: 'text' },
    weeklyHours: { type: 'double', columnType: 'numeric' },
    timeZone: { type: 'text', nullable: true },
    version,
  },
});

/** How an invitation is stored. */
export const invitationSchema = new EntitySchema<Invitation>({
  class: Invitation,
  tableName: 'invitations',
  properties: {
    subjectType: derived,
    organizationId: uuidKey,
    id: uuidKey,
    email: { type: 'text' },
    roleId: { type: 'uuid' },
    invitedBy: { type: 'uuid' },
    tokenHash: { type: 'text' },
    expiresAt: { type: new InstantType() },
    acceptedAt: { type: new InstantType(), nullable: true },
    revokedAt: { type: new InstantType(), nullable: true },
    createdAt: { type: new InstantType() },
  },
});

/** How a project's member is stored. */
export const projectMemberSchema = new EntitySchema<ProjectMember>({
  class: ProjectMember,
  tableName: 'project_members',
  properties: {
    subjectType: derived,
    organizationId: uuidKey,
    projectId: uuidKey,
    userId: uuidKey,
    roleId: { type: 'uuid', nullable: true },
    addedBy: { type: 'uuid', nullable: true },
    version,
    createdAt: { type: new InstantType() },
  },
});

/** How a permission override is stored. */
export const permissionOverrideSchema = new EntitySchema<PermissionOverride>({
  class: PermissionOverride,
  tableName: 'permission_overrides',
  properties: {
    organizationId: uuidKey,
    id: uuidKey,
    userId: { type: 'uuid' },
    scopeType: { type: 'text' },
    scopeId: { type: 'uuid' },
    permission: { type: 'text' },
    effect: { type: 'text' },
    conditions: { type: new JsonbType<Conditions | null>(), nullable: true },
    fields: { type: new ListType('text'), nullable: true },
    createdBy: { type: 'uuid', nullable: true },
    version,
    createdAt: { type: new InstantType() },
  },
});

/** The entities of this context, for the composition roots. */
export const accessEntities = [
  organizationSchema,
  roleSchema,
  memberSchema,
  invitationSchema,
  projectMemberSchema,
  permissionOverrideSchema,
] as unknown as EntitySchema[];

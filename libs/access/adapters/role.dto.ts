import { permissionCodes } from '#kernel/index';
import { Choice, Flag, Id, Instant, Integer, ListOf, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { text } from '#platform/http/shapes';
import { type EntryBody, PermissionEntries } from './decision.dto.ts';

/** What may be changed about a role. */
export class EditRoleBody {
  @Text({ min: 1, max: 100, optional: true, example: 'Reviewer' }) name?: string;
  @Text({ max: 1000, optional: true, example: 'Reads everything, changes nothing' }) description?: string;
  @PermissionEntries({ optional: true }) permissions?: EntryBody[];
}

/** A new role. */
export class CreateRoleBody extends EditRoleBody {
  @Text({ min: 1, max: 100, example: 'Reviewer' }) declare name: string;

  @Id({ optional: true, nullable: true, description: 'The only project where it may be used; null: everywhere' })
  project_id?: string | null;
}

/** A copy of a role, with what is to be different. */
export class CloneRoleBody extends CreateRoleBody {}

/** A role. */
export class RoleBody {
  @Id() id: string;
  @Text({ max: 300, example: 'reviewer' }) key: string;
  @Text({ max: 100, example: 'Reviewer' }) name: string;
  @Text({ max: 1000, example: 'Reads everything' }) description: string;
  @PermissionEntries() permissions: EntryBody[];
  @Id({ nullable: true }) project_id: string | null;
  @Flag({ description: 'The same everywhere; clone it to change it' }) built_in: boolean;
  @Integer({ description: 'How many people have it, in the organization or in a project', example: 4 }) users: number;
  @Integer({ description: 'Rises with every change; the ETag', example: 1 }) version: number;
  @Instant() created_at: string;
}

/** How a list of roles is narrowed. */
export class RoleListQuery extends PageQuery {
  @Id({ optional: true, description: 'Roles that may be used in this project' }) project_id?: string;
  @Flag({ optional: true }) built_in?: boolean;
  @Text({ max: 100, optional: true, description: 'Part of the name' }) q?: string;
}

/** A permission code, explained. */
export class PermissionBody {
  @Choice(Object.keys(permissionCodes), { example: 'view_tasks' }) code: string;
  @Text({ max: 200, example: 'See tasks' }) description: string;
  @Flag({ description: 'May be given for a single project' }) in_projects: boolean;
  @Flag({ description: 'May be given for a single task' }) on_tasks: boolean;
  @ListOf(text({ max: 60 }), { description: 'Attributes that conditions may name', example: ['status', 'labels'] })
  attributes: string[];
  @ListOf(text({ max: 60 }), { description: 'Fields that it may be narrowed to', example: ['title'] })
  fields: string[];
}

/** All permission codes. */
export class PermissionsBody {
  @ListOf(() => PermissionBody) data: PermissionBody[];
}

import { type Permission, permissionCodes } from '#kernel/index';
import { Choice, Flag, Id, Instant, Integer, JsonObject, ListOf, Nested, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { choice, text } from '#platform/http/shapes';
import { DecisionBody } from './decision.dto.ts';
import { PersonBrief, RoleBrief } from './organization.dto.ts';

const codes = Object.keys(permissionCodes) as Permission[];

/** A person's place in the paths of a project. */
export class ProjectMemberParams {
  @Id({ description: 'The project' }) id: string;
  @Id({ description: 'The person' }) user_id: string;
}

/** Somebody to be added to a project. */
export class AddProjectMemberBody {
  @Id({ description: 'A member of the organization' }) user_id: string;

  @Id({ optional: true, nullable: true, description: 'Null: a guest, who sees the project and its tasks' })
  role_id?: string | null;
}

/** Another role in the project. */
export class EditProjectMemberBody {
  @Id({ nullable: true, description: 'Null: a guest' }) role_id: string | null;
}

/** A person in a project. */
export class ProjectMemberBody {
  @Id() user_id: string;
  @Text({ max: 200, example: 'Ada' }) name: string;
  @Nested(() => RoleBrief, { nullable: true, description: 'Null: a guest' }) role: RoleBrief | null;
  @Id({ nullable: true }) added_by: string | null;
  @Integer({ description: 'Rises with every change; the ETag', example: 1 }) version: number;
  @Instant() created_at: string;
}

/** How the members of a project are narrowed. */
export class ProjectMemberListQuery extends PageQuery {
  @Id({ optional: true }) role_id?: string;
  @Text({ max: 200, optional: true, description: 'Part of the name' }) q?: string;
}

/** A decision for the project as a whole, or for one of its tasks. */
export class ProjectDecisionBody extends DecisionBody {
  @Id({ optional: true, nullable: true, description: 'The only task that it is about' })
  task_id?: string | null;
}

/** All decisions about a person in a project. */
export class SetProjectPermissionsBody {
  @ListOf(() => ProjectDecisionBody, { max: 200 }) decisions: ProjectDecisionBody[];
}

/** Single permissions to be added, taken away, or left to the roles again. */
export class EditProjectPermissionsBody {
  @ListOf(choice(codes), { optional: true, unique: true, example: ['view_costs'] }) add?: Permission[];
  @ListOf(choice(codes), { optional: true, unique: true, example: ['delete_tasks'] }) remove?: Permission[];
  @ListOf(choice(codes), { optional: true, unique: true, description: 'Back to what the roles say' })
  clear?: Permission[];
}

/** What a person may do in a project, and why. */
export class ProjectPermissionsBody {
  @Nested(() => PersonBrief) user: PersonBrief;
  @Nested(() => RoleBrief, { description: 'In the organization' }) organization_role: RoleBrief;
  @Nested(() => RoleBrief, { nullable: true, description: 'In the project; null: none of their own' })
  role: RoleBrief | null;
  @Flag({ description: 'Belongs to the project' }) is_member: boolean;
  @ListOf(choice(codes), { description: 'Given in this project beyond the roles' }) added: Permission[];
  @ListOf(choice(codes), { description: 'Taken away in this project' }) removed: Permission[];
  @ListOf(() => ProjectDecisionBody, { max: 500, description: 'All decisions in full' })
  decisions: ProjectDecisionBody[];
  @ListOf(choice(codes), { description: 'What they have in the end, at least for some subjects' })
  effective: Permission[];
}

const scopeTypes = ['organization', 'portfolio'] as const;

/** A permission to be given or taken in the organization or a portfolio. */
export class CreateOverrideBody extends DecisionBody {
  @Id({ description: 'The member' }) user_id: string;
  @Choice(scopeTypes, { example: 'portfolio' }) scope_type: (typeof scopeTypes)[number];
  @Id({ description: 'The organization or the portfolio' }) scope_id: string;
}

/** The decision that takes the place of another. */
export class ReplaceOverrideBody extends DecisionBody {}

/** An override's place in the paths of an organization. */
export class OverrideParams {
  @Id({ description: 'The organization' }) id: string;
  @Id({ description: 'The override' }) override_id: string;
}

/** A permission given to or taken from one person. */
export class OverrideBody {
  @Id() id: string;
  @Nested(() => PersonBrief) user: PersonBrief;
  @Choice([...scopeTypes, 'project', 'task']) scope_type: string;
  @Id() scope_id: string;
  @Choice(codes) permission: string;
  @Choice(['allow', 'deny']) effect: string;
  @JsonObject({ nullable: true }) conditions: Record<string, unknown> | null;
  @ListOf(text({ max: 60 }), { nullable: true }) fields: string[] | null;
  @Id({ nullable: true }) created_by: string | null;
  @Integer({ description: 'Rises with every change; the ETag', example: 1 }) version: number;
  @Instant() created_at: string;
}

/** How a list of overrides is narrowed. */
export class OverrideListQuery extends PageQuery {
  @Id({ optional: true }) user_id?: string;
  @Choice([...scopeTypes, 'project', 'task'], { optional: true }) scope_type?: string;
  @Id({ optional: true }) scope_id?: string;
  @Choice(codes, { optional: true }) permission?: string;
}

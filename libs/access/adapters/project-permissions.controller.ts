import { Actor, InvalidInput, type Permission } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, PageQuery } from '#platform/http/pages';
import {
  ChangeProjectPermissions,
  type GivenDecision,
  type ProjectPermissionChanges,
} from '../application/change-project-permissions.ts';
import { readDecision } from './decision.dto.ts';
import {
  EditProjectPermissionsBody,
  ProjectMemberParams,
  ProjectPermissionsBody,
  SetProjectPermissionsBody,
} from './project-access.dto.ts';
import { ProjectMemberReads } from './project-member-reads.ts';

const badDecisions = [
  'unknown_attribute',
  'attribute_taken',
  'invalid_condition',
  'unknown_field',
  'unknown_task',
  'not_about_tasks',
];

@ApiTags('Permissions')
@Controller('api/v1/projects/:id/permissions')
export class ProjectPermissionsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: ProjectMemberReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'What each person may do in the project: roles, codes added or taken away, and the result' })
  @Needs('manage_team')
  @ApiPage(ProjectPermissionsBody)
  listProjectPermissions(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: PageQuery) {
    mustManage(actor, id);
    return this.reads.permissions(actor, id, query);
  }

  @Get(':user_id')
  @ApiOperation({ summary: 'What one person may do in the project' })
  @Needs('manage_team')
  @ApiOkResponse({ type: ProjectPermissionsBody })
  getProjectPermissions(@CurrentActor() actor: Actor, @Param() { id, user_id }: ProjectMemberParams) {
    mustManage(actor, id);
    return this.reads.permissionsOf(actor, id, user_id);
  }

  @Put(':user_id')
  @ApiOperation({ summary: 'Sets all decisions about a person in the project and its tasks' })
  @Needs('manage_team')
  @ApiProblems({ 403: ['not_yours_to_give'], 409: ['owner_not_restrictable'], 422: badDecisions })
  @ApiOkResponse({ type: ProjectPermissionsBody })
  setProjectPermissions(
    @CurrentActor() actor: Actor,
    @Param() params: ProjectMemberParams,
    @Body() { decisions }: SetProjectPermissionsBody,
  ) {
    const set = decisions.map(({ task_id = null, ...decision }, index): GivenDecision => ({
      ...readDecision(decision),
      taskId: task_id,
      pointer: `/decisions/${index}`,
    }));
    return this.change(actor, params, { replaceAll: true, set });
  }

  @Patch(':user_id')
  @ApiOperation({ summary: 'Adds single permissions, takes them away, or leaves them to the roles again' })
  @Needs('manage_team')
  @ApiProblems({
    403: ['not_yours_to_give'],
    409: ['owner_not_restrictable'],
    422: ['contradiction'],
  })
  @ApiOkResponse({ type: ProjectPermissionsBody })
  editProjectPermissions(
    @CurrentActor() actor: Actor,
    @Param() params: ProjectMemberParams,
    @Body() { add = [], remove = [], clear = [] }: EditProjectPermissionsBody,
  ) {
    mustNotContradict({ add, remove, clear });
    const set = [
      ...add.map((permission, index) => plain(permission, 'allow', `/add/${index}`)),
      ...remove.map((permission, index) => plain(permission, 'deny', `/remove/${index}`)),
    ];
    return this.change(actor, params, { set, clear: clear.map((permission) => ({ permission, taskId: null })) });
  }

  @Delete(':user_id')
  @ApiOperation({ summary: 'Takes back all decisions about a person in the project; the roles stay' })
  @HttpCode(204)
  @Needs('manage_team')
  @ApiProblems({ 403: ['not_yours_to_give'] })
  @ApiNoContentResponse()
  async clearProjectPermissions(@CurrentActor() actor: Actor, @Param() { id, user_id }: ProjectMemberParams) {
    await this.commands.execute(new ChangeProjectPermissions(actor, id, user_id, { replaceAll: true }));
  }

  private async change(actor: Actor, { id, user_id }: ProjectMemberParams, changes: ProjectPermissionChanges) {
    await this.commands.execute(new ChangeProjectPermissions(actor, id, user_id, changes));
    return this.reads.permissionsOf(actor, id, user_id);
  }
}

/** What others may do is for those who manage the team; of a project that one may not see, nothing is said. */
function mustManage(actor: Actor, projectId: string): void {
  const subject = { subjectType: 'ProjectMember', projectId };
  if (actor.may('view', subject)) actor.authorize('edit', subject);
}

function mustNotContradict(lists: Record<string, readonly Permission[]>): void {
  const seen = new Set<Permission>();
  for (const [name, codes] of Object.entries(lists)) {
    for (const [index, permission] of codes.entries()) {
      if (seen.has(permission)) {
        throw new InvalidInput(`/${name}/${index}`, 'contradiction', `"${permission}" is named twice.`);
      }
      seen.add(permission);
    }
  }
}

const plain = (permission: Permission, effect: 'allow' | 'deny', pointer: string): GivenDecision => ({
  permission,
  effect,
  conditions: null,
  fields: null,
  taskId: null,
  pointer,
});

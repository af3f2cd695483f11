import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam } from '#platform/http/pages';
import { AddProjectMember, ChangeProjectRole, RemoveProjectMember } from '../application/project-team.ts';
import {
  AddProjectMemberBody,
  EditProjectMemberBody,
  ProjectMemberBody,
  ProjectMemberListQuery,
  ProjectMemberParams,
} from './project-access.dto.ts';
import { ProjectMemberReads } from './project-member-reads.ts';

@ApiTags('Project members')
@Controller('api/v1/projects/:id/members')
export class ProjectMembersController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: ProjectMemberReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The people of a project' })
  @Needs('view_project', 'manage_team')
  @ApiPage(ProjectMemberBody)
  listProjectMembers(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ProjectMemberListQuery) {
    return this.reads.list(actor, id, query);
  }

  @Post()
  @ApiOperation({ summary: 'Adds a member of the organization to the project' })
  @Needs('manage_team')
  @ApiProblems({
    403: ['not_yours_to_give'],
    409: ['already_in_project'],
    422: ['no_active_member', 'unknown_role', 'other_projects_role'],
  })
  @ApiCreatedResponse({ type: ProjectMemberBody })
  async addProjectMember(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: AddProjectMemberBody) {
    const { user_id, role_id = null } = body;
    await this.commands.execute(new AddProjectMember(actor, id, user_id, role_id));
    return this.reads.one(actor, id, user_id);
  }

  @Get(':user_id')
  @ApiOperation({ summary: 'One person of a project' })
  @Needs('view_project', 'manage_team')
  @ApiOkResponse({ type: ProjectMemberBody })
  getProjectMember(@CurrentActor() actor: Actor, @Param() { id, user_id }: ProjectMemberParams) {
    return this.reads.one(actor, id, user_id);
  }

  @Patch(':user_id')
  @ApiOperation({ summary: 'Gives another role in the project' })
  @Needs('manage_team')
  @ApiProblems({ 403: ['not_yours_to_give'], 422: ['unknown_role', 'other_projects_role'] })
  @ApiOkResponse({ type: ProjectMemberBody })
  async editProjectMember(
    @CurrentActor() actor: Actor,
    @Param() { id, user_id }: ProjectMemberParams,
    @Body() { role_id }: EditProjectMemberBody,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new ChangeProjectRole(actor, id, user_id, role_id, version));
    return this.reads.one(actor, id, user_id);
  }

  @Delete(':user_id')
  @ApiOperation({ summary: 'Takes somebody out of the project; their role in the organization stays' })
  @HttpCode(204)
  @Needs('manage_team')
  @ApiNoContentResponse()
  async removeProjectMember(
    @CurrentActor() actor: Actor,
    @Param() { id, user_id }: ProjectMemberParams,
    @IfMatch() version?: number,
  ) {
    await this.commands.execute(new RemoveProjectMember(actor, id, user_id, version));
  }
}

import { Actor } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, ShowQuery } from '#platform/http/pages';
import { CloneRole, CreateRole } from '../application/create-role.ts';
import { DeleteRole } from '../application/delete-role.ts';
import { EditRole } from '../application/edit-role.ts';
import { readEntry } from './decision.dto.ts';
import { given } from './organizations.controller.ts';
import { CloneRoleBody, CreateRoleBody, EditRoleBody, RoleBody, RoleListQuery } from './role.dto.ts';
import { RoleReads } from './role-reads.ts';

const badEntries = ['unknown_attribute', 'attribute_taken', 'invalid_condition', 'unknown_field'];

@ApiTags('Roles')
@Controller('api/v1/roles')
export class RolesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: RoleReads,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Roles that the caller may give' })
  @Needs('manage_roles', 'manage_members', 'manage_team')
  @ApiPage(RoleBody)
  listRoles(@CurrentActor() actor: Actor, @Query() query: RoleListQuery) {
    return this.reads.list(actor, query);
  }

  @Post()
  @ApiOperation({ summary: 'Makes a role; nobody puts more into it than they hold' })
  @Needs('manage_roles')
  @ApiProblems({ 403: ['not_yours_to_give'], 409: ['role_name_taken'], 422: badEntries })
  @ApiCreatedResponse({ type: RoleBody })
  async createRole(@CurrentActor() actor: Actor, @Body() body: CreateRoleBody) {
    const { name, description = '', permissions = [], project_id = null } = body;
    const create = new CreateRole(actor, { name, description, permissions: permissions.map(readEntry) }, project_id);
    return this.reads.one(actor, await this.commands.execute<CreateRole, string>(create));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One role' })
  @Needs('manage_roles', 'manage_members', 'manage_team')
  @ApiOkResponse({ type: RoleBody })
  getRole(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ShowQuery) {
    return this.reads.one(actor, id, query);
  }

  @Post(':id/clone')
  @ApiOperation({ summary: 'Makes a role that permits what another one does' })
  @Needs('manage_roles')
  @ApiProblems({ 403: ['not_yours_to_give'], 409: ['role_name_taken'], 422: badEntries })
  @ApiCreatedResponse({ type: RoleBody })
  async cloneRole(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Body() body: CloneRoleBody) {
    const { name, description, permissions, project_id } = body;
    const details = given({ name, description, permissions: permissions?.map(readEntry) });
    const clone = new CloneRole(actor, id, details as { name: string }, project_id);
    return this.reads.one(actor, await this.commands.execute<CloneRole, string>(clone));
  }

  @Patch(':id')
  @ApiOperation({ summary: 'Changes a role, for all who have it, at once' })
  @Needs('manage_roles')
  @ApiProblems({ 403: ['not_yours_to_give'], 409: ['role_built_in', 'role_name_taken'], 422: badEntries })
  @ApiOkResponse({ type: RoleBody })
  async editRole(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { name, description, permissions }: EditRoleBody,
    @IfMatch() version?: number,
  ) {
    const details = given({ name, description, permissions: permissions?.map(readEntry) });
    await this.commands.execute(new EditRole(actor, id, details, version));
    return this.reads.one(actor, id);
  }

  @Delete(':id')
  @ApiOperation({ summary: 'Deletes a role that nobody has; 409 names who has it' })
  @HttpCode(204)
  @Needs('manage_roles')
  @ApiProblems({ 409: ['role_built_in', 'role_in_use'] })
  @ApiNoContentResponse()
  async deleteRole(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @IfMatch() version?: number) {
    await this.commands.execute(new DeleteRole(actor, id, version));
  }
}

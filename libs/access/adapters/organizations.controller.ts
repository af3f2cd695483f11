import { Actor, NotFound } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { sql } from 'kysely';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Authenticated, Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam, ShowQuery } from '#platform/http/pages';
import { Database } from '#platform/postgres/database';
import { EditMember, type MemberChanges } from '../application/edit-member.ts';
import { EditOrganization } from '../application/edit-organization.ts';
import { MemberReads } from './member-reads.ts';
import {
  EditMemberBody,
  EditOrganizationBody,
  MemberBody,
  MemberListQuery,
  MemberParams,
  OrganizationBody,
} from './organization.dto.ts';

@ApiTags('Organizations')
@Controller('api/v1/organizations/:id')
export class OrganizationsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly reads: MemberReads,
    private readonly database: Database,
  ) {}

  @Get()
  @ApiOperation({ summary: "The caller's organization" })
  @Authenticated('every member may know where they are')
  @ApiOkResponse({ type: OrganizationBody })
  async getOrganization(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    mustBeOwn(actor, id);
    return this.database.row<OrganizationBody>(sql`
      select organization_id as id, name, slug, time_zone, version, created_at
      from organizations where organization_id = ${id}`);
  }

  @Patch()
  @ApiOperation({ summary: 'Changes name and time zone' })
  @Needs('manage_organization')
  @ApiOkResponse({ type: OrganizationBody })
  async editOrganization(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { name, time_zone }: EditOrganizationBody,
    @IfMatch() version?: number,
  ) {
    mustBeOwn(actor, id);
    const details = given({ name, timeZone: time_zone });
    await this.commands.execute(new EditOrganization(actor, details, version));
    return this.getOrganization(actor, { id });
  }

  @Get('members')
  @ApiOperation({ summary: 'The people of the organization' })
  @Needs('view_project', 'manage_members')
  @ApiPage(MemberBody)
  listMembers(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: MemberListQuery) {
    mustBeOwn(actor, id);
    return this.reads.list(actor, query);
  }

  @Get('members/:user_id')
  @ApiOperation({ summary: 'One member' })
  @Needs('view_project', 'manage_members')
  @ApiOkResponse({ type: MemberBody })
  getMember(@CurrentActor() actor: Actor, @Param() { id, user_id }: MemberParams, @Query() query: ShowQuery) {
    mustBeOwn(actor, id);
    return this.reads.one(actor, user_id, query);
  }

  @Patch('members/:user_id')
  @ApiOperation({
    summary: 'Changes role, status or working time of a member',
    description: 'Nobody gives or takes more than they hold; only owners touch owners, and the last owner stays.',
  })
  @Needs('manage_members')
  @ApiProblems({ 403: ['not_yours_to_give', 'owner_required'], 409: ['last_owner'] })
  @ApiOkResponse({ type: MemberBody })
  async editMember(
    @CurrentActor() actor: Actor,
    @Param() { id, user_id }: MemberParams,
    @Body() body: EditMemberBody,
    @IfMatch() version?: number,
  ) {
    mustBeOwn(actor, id);
    const { role_id, status, weekly_hours, time_zone } = body;
    const changes: MemberChanges = given({ roleId: role_id, status, weeklyHours: weekly_hours, timeZone: time_zone });
    await this.commands.execute(new EditMember(actor, user_id, changes, version));
    return this.reads.one(actor, user_id);
  }

  @Delete('members/:user_id')
  @ApiOperation({
    summary: 'Deactivates a member: they can do nothing here any more, and what they did stays',
  })
  @HttpCode(204)
  @Needs('manage_members')
  @ApiProblems({ 403: ['not_yours_to_give', 'owner_required'], 409: ['last_owner'] })
  @ApiNoContentResponse()
  async deactivateMember(
    @CurrentActor() actor: Actor,
    @Param() { id, user_id }: MemberParams,
    @IfMatch() version?: number,
  ) {
    mustBeOwn(actor, id);
    await this.commands.execute(new EditMember(actor, user_id, { status: 'deactivated' }, version));
  }
}

/** A token is good in one organization; of others it may not even know that they exist. */
export function mustBeOwn(actor: Actor, organizationId: string): void {
  if (organizationId !== actor.organizationId) throw new NotFound('organization', organizationId);
}

/** What the request names; what it leaves out stays out. */
export const given = <T extends object>(fields: T): T =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as T;

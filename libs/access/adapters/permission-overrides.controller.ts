import { Actor, NotFound } from '#kernel/index';
import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { type RawBuilder, sql } from 'kysely';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiPage, ApiProblems, IdParam } from '#platform/http/pages';
import { permitted } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, showOne } from '#platform/postgres/listing';
import { ChangeOverride, OverridePermission, RemoveOverride } from '../application/override-permissions.ts';
import { readDecision, shownConditions } from './decision.dto.ts';
import { mustBeOwn } from './organizations.controller.ts';
import {
  CreateOverrideBody,
  OverrideBody,
  OverrideListQuery,
  OverrideParams,
  ReplaceOverrideBody,
} from './project-access.dto.ts';

const column = (name: string) => sql.ref(`po.${name}`);
const plain = [
  'id', 'scope_type', 'scope_id', 'permission', 'effect', 'conditions', 'fields', 'created_by', 'version', 'created_at',
]; // prettier-ignore

const listing: Listing = {
  from: sql`permission_overrides po
    join members m on m.organization_id = po.organization_id and m.user_id = po.user_id`,
  fields: {
    ...Object.fromEntries(plain.map((name) => [name, column(name)])),
    user: sql`jsonb_build_object('id', m.user_id, 'name', m.name)`,
  },
  order: {
    created_at: { expression: column('created_at'), type: 'timestamptz' },
    permission: { expression: column('permission'), type: 'text' },
  },
  defaultOrder: '-created_at',
  unique: { expression: column('id'), type: 'uuid' },
};

const problems = {
  403: ['not_yours_to_give'],
  409: ['owner_not_restrictable'],
  422: ['unknown_scope', 'unknown_attribute', 'attribute_taken', 'invalid_condition', 'unknown_field'],
};

/** Permissions given to or taken from single people. Those of one project are changed at the project. */
@ApiTags('Permissions')
@Controller('api/v1/organizations/:id/permission-overrides')
export class PermissionOverridesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly database: Database,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Permissions given to or taken from single people, in every scope' })
  @Needs('manage_members')
  @ApiPage(OverrideBody)
  async listPermissionOverrides(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Query() query: OverrideListQuery,
  ) {
    mustBeOwn(actor, id);
    const conditions = visibleTo(actor);
    if (query.user_id) conditions.push(sql`po.user_id = ${query.user_id}::uuid`);
    if (query.scope_type) conditions.push(sql`po.scope_type = ${query.scope_type}`);
    if (query.scope_id) conditions.push(sql`po.scope_id = ${query.scope_id}::uuid`);
    if (query.permission) conditions.push(sql`po.permission = ${query.permission}`);
    const page = await listPage<OverrideBody>(this.database, listing, conditions, query);
    return { ...page, data: page.data.map(shown) };
  }

  @Post()
  @ApiOperation({ summary: 'Gives a member a permission, or takes it, in the organization or in a portfolio' })
  @Needs('manage_members')
  @ApiProblems(problems)
  @ApiCreatedResponse({ type: OverrideBody })
  async createPermissionOverride(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() { user_id, scope_type, scope_id, ...decision }: CreateOverrideBody,
  ) {
    mustBeOwn(actor, id);
    const create = new OverridePermission(actor, user_id, scope_type, scope_id, readDecision(decision));
    return this.one(actor, await this.commands.execute<OverridePermission, string>(create));
  }

  @Get(':override_id')
  @ApiOperation({ summary: 'One override' })
  @Needs('manage_members')
  @ApiOkResponse({ type: OverrideBody })
  getPermissionOverride(@CurrentActor() actor: Actor, @Param() { id, override_id }: OverrideParams) {
    mustBeOwn(actor, id);
    return this.one(actor, override_id);
  }

  @Put(':override_id')
  @ApiOperation({ summary: 'Puts another decision in its place' })
  @Needs('manage_members')
  @ApiProblems(problems)
  @ApiOkResponse({ type: OverrideBody })
  async replacePermissionOverride(
    @CurrentActor() actor: Actor,
    @Param() { id, override_id }: OverrideParams,
    @Body() decision: ReplaceOverrideBody,
    @IfMatch() version?: number,
  ) {
    mustBeOwn(actor, id);
    await this.commands.execute(new ChangeOverride(actor, override_id, readDecision(decision), version));
    return this.one(actor, override_id);
  }

  @Delete(':override_id')
  @ApiOperation({ summary: 'Takes it back' })
  @HttpCode(204)
  @Needs('manage_members')
  @ApiProblems({ 403: ['not_yours_to_give'] })
  @ApiNoContentResponse()
  async removePermissionOverride(
    @CurrentActor() actor: Actor,
    @Param() { id, override_id }: OverrideParams,
    @IfMatch() version?: number,
  ) {
    mustBeOwn(actor, id);
    await this.commands.execute(new RemoveOverride(actor, override_id, version));
  }

  private async one(actor: Actor, id: string): Promise<OverrideBody> {
    const conditions = [...visibleTo(actor), sql<boolean>`po.id = ${id}`];
    const found = await showOne<OverrideBody>(this.database, listing, conditions);
    if (!found) throw new NotFound('permission override', id);
    return shown(found);
  }
}

const visibleTo = (actor: Actor): RawBuilder<boolean>[] => [
  sql<boolean>`po.organization_id = ${actor.organizationId}`,
  permitted(actor, 'view', 'PermissionOverride', {}),
];

const shown = (override: OverrideBody): OverrideBody =>
  override.conditions ? { ...override, conditions: shownConditions(override.conditions as never) } : override;

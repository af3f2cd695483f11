import { Actor } from '#kernel/index';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Authenticated } from '#platform/http/needs';
import { IdParam } from '#platform/http/pages';
import { AbilitiesBody, ExplainQuery, ExplanationBody } from './explain.dto.ts';
import { PermissionReads } from './permission-reads.ts';
import { PermissionsBody } from './role.dto.ts';

@ApiTags('Permissions')
@Controller('api/v1')
export class PermissionsController {
  constructor(private readonly reads: PermissionReads) {}

  @Get('permissions')
  @ApiOperation({ summary: 'Every permission code, what it means, and what it may be narrowed by' })
  @Authenticated('the list of codes is the same for everybody')
  @ApiOkResponse({ type: PermissionsBody })
  listPermissions(): PermissionsBody {
    return { data: this.reads.catalogueOfCodes() };
  }

  @Get('me/abilities')
  @ApiOperation({ summary: 'What the caller may do, as rules that a client can check without asking' })
  @Authenticated('everybody may know what they may do')
  @ApiOkResponse({ type: AbilitiesBody })
  getMyAbilities(@CurrentActor() actor: Actor): AbilitiesBody {
    return this.reads.abilities(actor);
  }

  @Get('permissions/explain')
  @ApiOperation({ summary: 'Why somebody may do something, or may not' })
  @Authenticated('everybody may ask for themselves; for others it takes manage_members or manage_roles')
  @ApiOkResponse({ type: ExplanationBody })
  explainPermission(@CurrentActor() actor: Actor, @Query() query: ExplainQuery) {
    return this.reads.explain(actor, query);
  }

  @Get('projects/:id/permissions/explain')
  @ApiOperation({ summary: 'Why somebody may do something in the project, or may not' })
  @Authenticated('everybody may ask for themselves; for others it takes manage_team in the project')
  @ApiOkResponse({ type: ExplanationBody })
  explainProjectPermission(@CurrentActor() actor: Actor, @Param() { id }: IdParam, @Query() query: ExplainQuery) {
    return this.reads.explain(actor, query, id);
  }
}

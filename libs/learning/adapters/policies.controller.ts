import { Actor, NotFound } from '#kernel/index';
import { Body, Controller, Get, Param, Patch } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { IfMatch } from '#platform/http/etag';
import { Needs } from '#platform/http/needs';
import { ApiProblems, IdParam } from '#platform/http/pages';
import { ChangePolicies } from '../application/change-policies.ts';
import { Policies, readPolicies, shownPolicies, type StoredPolicies } from '../domain/policies.ts';
import { EditPoliciesBody, PoliciesBody } from './policy.dto.ts';

@ApiTags('Organizations')
@Controller('api/v1/organizations/:id/policies')
export class PoliciesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly policies: Policies,
  ) {}

  @Get()
  @ApiOperation({ summary: 'How skills grow, performance is judged and people are found for work' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: PoliciesBody })
  async getPolicies(@CurrentActor() actor: Actor, @Param() { id }: IdParam) {
    ownOrganization(actor, id);
    actor.authorize('view', 'Policy');
    const { policies, version } = await this.policies.stored();
    return { ...shownPolicies(readPolicies(policies)), version };
  }

  @Patch()
  @ApiOperation({ summary: 'Sets the numbers that the body names; null brings a policy back to its default' })
  @Needs('manage_organization')
  @ApiProblems({ 422: ['out_of_range', 'unknown_name', 'levels_start', 'levels_order', 'levels_name'] })
  @ApiOkResponse({ type: PoliciesBody })
  async changePolicies(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Body() body: EditPoliciesBody,
    @IfMatch() version?: number,
  ) {
    ownOrganization(actor, id);
    await this.commands.execute(new ChangePolicies(actor, { ...body } as StoredPolicies, version));
    return this.getPolicies(actor, { id });
  }
}

function ownOrganization(actor: Actor, id: string): void {
  if (id !== actor.organizationId) throw new NotFound('organization', id);
}

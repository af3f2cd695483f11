import { Actor } from '#kernel/index';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { SuggestedTasks, type SuggestedTask } from '../application/task-suggestions.ts';
import { type MemberWorkload, TeamWorkload } from '../application/team-workload.ts';
import { type PersonWorkload, WorkloadOf } from '../application/workload.ts';
import { NextTaskReads } from './next-task-reads.ts';
import {
  PersonWorkloadBody,
  SuggestionQuery,
  SuggestionsBody,
  TeamWorkloadBody,
  WorkerParam,
  WorkloadQuery,
} from './workload.dto.ts';

@ApiTags('People')
@Controller('api/v1')
export class WorkloadController {
  constructor(
    private readonly queries: QueryBus,
    private readonly nextTasks: NextTaskReads,
  ) {}

  @Get('workload')
  @ApiOperation({ summary: 'How much every active member has to do, the busiest first' })
  @Needs('view_analytics')
  @ApiOkResponse({ type: TeamWorkloadBody })
  async getTeamWorkload(@CurrentActor() actor: Actor): Promise<TeamWorkloadBody> {
    const members = await this.queries.execute<TeamWorkload, MemberWorkload[]>(new TeamWorkload(actor));
    return { members, overloaded: members.filter(({ is_overloaded }) => is_overloaded).length };
  }

  @Get('members/:user_id/workload')
  @ApiOperation({ summary: 'How much somebody has to do, now and in the coming weeks' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: PersonWorkloadBody })
  getWorkload(@CurrentActor() actor: Actor, @Param() { user_id }: WorkerParam, @Query() { weeks }: WorkloadQuery) {
    return this.queries.execute<WorkloadOf, PersonWorkload>(new WorkloadOf(actor, user_id, weeks));
  }

  @Get('members/:user_id/suggestions')
  @ApiOperation({ summary: 'Waiting tasks that would suit somebody, best first, and the one that is queued for them' })
  @Needs('view_tasks')
  @ApiOkResponse({ type: SuggestionsBody })
  async getSuggestions(
    @CurrentActor() actor: Actor,
    @Param() { user_id }: WorkerParam,
    @Query() { limit }: SuggestionQuery,
  ): Promise<SuggestionsBody> {
    const query = new SuggestedTasks(actor, user_id, limit);
    const suggestions = await this.queries.execute<SuggestedTasks, SuggestedTask[]>(query);
    return { suggestions, next: await this.nextTasks.of(actor, user_id) };
  }
}

import { Actor } from '#kernel/index';
import { type SuggestedTask, SuggestedTasks } from '#tasks/index';
import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiProblems } from '#platform/http/pages';
import { RecentAnswers } from './recent-answers.ts';
import { TeamDashboard } from './team-dashboard.ts';
import { TeamDashboardBody, TeamDashboardQuery } from './team-dashboard.dto.ts';
import { UserDashboard } from './user-dashboard.ts';
import { UserDashboardBody, UserDashboardQuery } from './user-dashboard.dto.ts';

const SUGGESTIONS = 5;

@ApiTags('Integration')
@Controller('api/integration/dashboard')
export class DashboardsController {
  constructor(
    private readonly recent: RecentAnswers,
    private readonly users: UserDashboard,
    private readonly teams: TeamDashboard,
    private readonly queries: QueryBus,
  ) {}

  @Get('user')
  @ApiOperation({
    summary: 'What a person has before them: projects, tasks, suggestions, performance, skills, workload',
  })
  @Needs('view_tasks')
  @ApiProblems({ 404: ['not_found'] })
  @ApiOkResponse({ type: UserDashboardBody })
  async getUserDashboard(@CurrentActor() actor: Actor, @Query() query: UserDashboardQuery): Promise<UserDashboardBody> {
    const userId = query.user_id ?? actor.userId;
    if (userId !== actor.userId) actor.authorize('view', { subjectType: 'Performance', userId } as never);
    return this.recent.of(actor, 'dashboards', { userId }, async () => ({
      ...(await this.users.of(actor, userId)),
      ai_suggestions: await this.recent.of(actor, 'recommendations', { userId }, () => this.suggest(actor, userId)),
    }));
  }

  @Get('team')
  @ApiOperation({ summary: 'How a team does: performance, completion, productivity, distribution, trend, skills' })
  @Needs('view_analytics')
  @ApiProblems({ 404: ['not_found'] })
  @ApiOkResponse({ type: TeamDashboardBody })
  async getTeamDashboard(
    @CurrentActor() actor: Actor,
    @Query() { project_id }: TeamDashboardQuery,
  ): Promise<TeamDashboardBody> {
    const question = { team: project_id ?? null };
    return { analytics: await this.recent.of(actor, 'dashboards', question, () => this.teams.of(actor, project_id)) };
  }

  private suggest(actor: Actor, userId: string): Promise<SuggestedTask[]> {
    return this.queries.execute(new SuggestedTasks(actor, userId, SUGGESTIONS));
  }
}

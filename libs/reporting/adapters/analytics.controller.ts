import { Actor } from '#kernel/index';
import { Controller, Get, Param, Query } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { CurrentActor } from '#platform/http/actor';
import { Needs } from '#platform/http/needs';
import { ApiProblems, IdParam } from '#platform/http/pages';
import { PortfolioAnalytics } from './portfolio-analytics.ts';
import { PortfolioAnalyticsBody, PortfolioAnalyticsQuery } from './portfolio-analytics.dto.ts';
import { ProjectMetrics } from './project-metrics.ts';
import { ProjectMetricsBody, ProjectMetricsQuery } from './project-metrics.dto.ts';
import { RecentAnswers } from './recent-answers.ts';

@ApiTags('Analytics')
@Controller('api/v1')
export class AnalyticsController {
  constructor(
    private readonly recent: RecentAnswers,
    private readonly metrics: ProjectMetrics,
    private readonly portfolio: PortfolioAnalytics,
  ) {}

  @Get('projects/:id/metrics')
  @ApiOperation({
    summary: 'How a project goes: counts, times, throughput, burndown, burn-up, cumulative flow, effort, costs',
  })
  @Needs('view_analytics')
  @ApiProblems({ 400: ['span_empty', 'span_too_long'], 404: ['not_found'] })
  @ApiOkResponse({ type: ProjectMetricsBody })
  getProjectMetrics(
    @CurrentActor() actor: Actor,
    @Param() { id }: IdParam,
    @Query() query: ProjectMetricsQuery,
  ): Promise<ProjectMetricsBody> {
    return this.recent.of(actor, 'analytics', { metrics: id, ...query }, () => this.metrics.of(actor, id, query));
  }

  @Get('analytics/portfolio')
  @ApiOperation({
    summary: 'How projects stand together: status, health, progress, delays, and the projects behind them',
  })
  @Needs('view_analytics')
  @ApiProblems({ 400: ['foreign_cursor', 'unknown_name'] })
  @ApiOkResponse({ type: PortfolioAnalyticsBody })
  getPortfolioAnalytics(
    @CurrentActor() actor: Actor,
    @Query() query: PortfolioAnalyticsQuery,
  ): Promise<PortfolioAnalyticsBody> {
    return this.recent.of(actor, 'analytics', { portfolio: query }, () => this.portfolio.of(actor, query));
  }
}

import { LearningModule } from '#learning/learning.module';
import { AssignmentModule } from '#tasks/assignment.module';
import { Module } from '@nestjs/common';
import { AnalyticsController } from './adapters/analytics.controller.ts';
import { DashboardsController } from './adapters/dashboards.controller.ts';
import { PortfolioAnalytics } from './adapters/portfolio-analytics.ts';
import { ProjectMetrics } from './adapters/project-metrics.ts';
import { RecentAnswers } from './adapters/recent-answers.ts';
import { SearchController } from './adapters/search.controller.ts';
import { SearchReads } from './adapters/search-reads.ts';
import { Sight } from './adapters/sight.ts';
import { TeamDashboard } from './adapters/team-dashboard.ts';
import { UserDashboard } from './adapters/user-dashboard.ts';

/** Wires dashboards, analytics and search: reads over what the other contexts store. */
@Module({
  imports: [LearningModule, AssignmentModule],
  controllers: [DashboardsController, AnalyticsController, SearchController],
  providers: [Sight, RecentAnswers, UserDashboard, TeamDashboard, ProjectMetrics, PortfolioAnalytics, SearchReads],
})
export class ReportingModule {}

import { LearningModule } from '#learning/learning.module';
import { AssignmentModule } from '#tasks/assignment.module';
import { Module } from '@nestjs/common';
import { DashboardsController } from './adapters/dashboards.controller.ts';
import { RecentAnswers } from './adapters/recent-answers.ts';
import { Sight } from './adapters/sight.ts';
import { TeamDashboard } from './adapters/team-dashboard.ts';
import { UserDashboard } from './adapters/user-dashboard.ts';

/** Wires dashboards, analytics and search: reads over what the other contexts store. */
@Module({
  imports: [LearningModule, AssignmentModule],
  controllers: [DashboardsController],
  providers: [Sight, RecentAnswers, UserDashboard, TeamDashboard],
})
export class ReportingModule {}

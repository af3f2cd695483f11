import { Module, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { CountProgress } from './adapters/progress.ts';
import { PostgresProjects } from './adapters/postgres-projects.ts';
import { PostgresWorkflows } from './adapters/postgres-workflows.ts';
import { projectColumns, ProjectReads } from './adapters/project-reads.ts';
import { ProjectsController } from './adapters/projects.controller.ts';
import { ArchiveProjectHandler, DeleteProjectHandler, RestoreProjectHandler } from './application/archive-project.ts';
import { CreateProjectHandler } from './application/create-project.ts';
import { EditProjectHandler } from './application/edit-project.ts';
import { Workflows } from './application/workflows.ts';
import { projectPermissions } from './domain/project-permissions.ts';
import { Projects } from './domain/projects.ts';
import { MilestoneReads } from './adapters/milestone-reads.ts';
import { MilestonesController } from './adapters/milestones.controller.ts';
import { PortfolioReads } from './adapters/portfolio-reads.ts';
import { PortfoliosController } from './adapters/portfolios.controller.ts';
import { PostgresMilestones } from './adapters/postgres-milestones.ts';
import { PostgresPortfolios } from './adapters/postgres-portfolios.ts';
import { StatusesController } from './adapters/statuses.controller.ts';
import { CreateMilestoneHandler, DeleteMilestoneHandler, EditMilestoneHandler } from './application/keep-milestones.ts';
import { CreatePortfolioHandler, DeletePortfolioHandler, EditPortfolioHandler } from './application/keep-portfolios.ts';
import { ShapeWorkflowHandler } from './application/shape-workflow.ts';
import { Milestones } from './domain/milestones.ts';
import { Portfolios } from './domain/portfolios.ts';

/** Wires the projects context. */
@Module({
  controllers: [ProjectsController, StatusesController, MilestonesController, PortfoliosController],
  providers: [
    { provide: Projects, useClass: PostgresProjects },
    { provide: Workflows, useClass: PostgresWorkflows },
    { provide: Milestones, useClass: PostgresMilestones },
    { provide: Portfolios, useClass: PostgresPortfolios },
    ProjectReads,
    MilestoneReads,
    PortfolioReads,
    CountProgress,
    CreateMilestoneHandler,
    EditMilestoneHandler,
    DeleteMilestoneHandler,
    CreatePortfolioHandler,
    EditPortfolioHandler,
    DeletePortfolioHandler,
    ShapeWorkflowHandler,
    CreateProjectHandler,
    EditProjectHandler,
    ArchiveProjectHandler,
    RestoreProjectHandler,
    DeleteProjectHandler,
  ],
  exports: [Workflows],
})
export class ProjectsModule implements OnModuleInit {
  constructor(
    private readonly catalogue: PermissionCatalogue,
    private readonly eventSubjects: EventSubjects,
  ) {}

  onModuleInit(): void {
    this.catalogue.add(projectPermissions);
    this.catalogue.describe('Project', { from: sql`projects p`, columns: projectColumns, fields: [] });
    for (const type of ['Project', 'Milestone', 'Portfolio']) {
      this.eventSubjects.register(type, { attributes: {}, guardedFields: [] });
    }
  }
}

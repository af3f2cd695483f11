import { Module, type OnModuleInit } from '@nestjs/common';
import { EventSubjects } from '#platform/events/event-subjects';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { CountProgress } from './adapters/progress.ts';
import { PostgresProjects } from './adapters/postgres-projects.ts';
import { PostgresWorkflows } from './adapters/postgres-workflows.ts';
import { ProjectReads } from './adapters/project-reads.ts';
import { ProjectsController } from './adapters/projects.controller.ts';
import { ArchiveProjectHandler, DeleteProjectHandler, RestoreProjectHandler } from './application/archive-project.ts';
import { CreateProjectHandler } from './application/create-project.ts';
import { EditProjectHandler } from './application/edit-project.ts';
import { Workflows } from './application/workflows.ts';
import { projectPermissions } from './domain/project-permissions.ts';
import { Projects } from './domain/projects.ts';

/** Wires the projects context. */
@Module({
  controllers: [ProjectsController],
  providers: [
    { provide: Projects, useClass: PostgresProjects },
    { provide: Workflows, useClass: PostgresWorkflows },
    ProjectReads,
    CountProgress,
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
    for (const type of ['Project', 'Milestone', 'Portfolio']) {
      this.eventSubjects.register(type, { attributes: {}, guardedFields: [] });
    }
  }
}

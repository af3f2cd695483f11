import { type Actor, Clock, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Projects } from '../domain/projects.ts';

/** Puts a project out of the way without losing it. */
export class ArchiveProject {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
  ) {}
}

/** Takes it back. */
export class RestoreProject extends ArchiveProject {}

/** Deletes a project with its tasks; a second look at the version guards against deleting what one has not seen. */
export class DeleteProject {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(ArchiveProject)
export class ArchiveProjectHandler implements ICommandHandler<ArchiveProject, void> {
  constructor(
    private readonly projects: Projects,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, projectId }: ArchiveProject): Promise<void> {
    const project = await this.projects.get(projectId);
    actor.authorize('delete', project);
    if (!project.archivedAt) await this.projects.save(project, project.archive(this.clock.now()));
  }
}

@CommandHandler(RestoreProject)
export class RestoreProjectHandler implements ICommandHandler<RestoreProject, void> {
  constructor(
    private readonly projects: Projects,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, projectId }: RestoreProject): Promise<void> {
    const project = await this.projects.get(projectId);
    actor.authorize('delete', project);
    if (project.archivedAt) await this.projects.save(project, project.restore(this.clock.now()));
  }
}

@CommandHandler(DeleteProject)
export class DeleteProjectHandler implements ICommandHandler<DeleteProject, void> {
  constructor(private readonly projects: Projects) {}

  async execute({ actor, projectId, expectedVersion }: DeleteProject): Promise<void> {
    const project = await this.projects.get(projectId);
    actor.authorize('delete', project);
    expectVersion(project, expectedVersion);
    await this.projects.remove(project, project.deleted());
  }
}

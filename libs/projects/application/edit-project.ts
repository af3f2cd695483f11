import { type Actor, Clock, expectVersion } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { ProjectDetails } from '../domain/project.ts';
import { Projects } from '../domain/projects.ts';

/** Changes what the request names, and only that. */
export class EditProject {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly details: Partial<ProjectDetails>,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(EditProject)
export class EditProjectHandler implements ICommandHandler<EditProject> {
  constructor(
    private readonly projects: Projects,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, projectId, details, expectedVersion }: EditProject): Promise<void> {
    const project = await this.projects.get(projectId);
    actor.authorize('edit', project);
    expectVersion(project, expectedVersion);
    const edited = project.edit(details, this.clock.now());
    if (edited) await this.projects.save(project, edited);
  }
}

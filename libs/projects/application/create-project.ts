import { type Actor, Clock, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Project, type ProjectDetails } from '../domain/project.ts';
import { Projects } from '../domain/projects.ts';
import { defaultStatuses } from '../domain/workflow.ts';

/** Starts a project with the default way of working. */
export class CreateProject {
  constructor(
    readonly actor: Actor,
    readonly details: Partial<ProjectDetails> & { title: string },
    readonly key?: string,
    readonly external?: { source: string; id: string },
  ) {}
}

@CommandHandler(CreateProject)
export class CreateProjectHandler implements ICommandHandler<CreateProject> {
  constructor(
    private readonly projects: Projects,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, details, key, external }: CreateProject): Promise<string> {
    actor.authorize('create', 'Project');
    const identity = {
      organizationId: actor.organizationId,
      id: newId(),
      key: key ?? (await this.projects.freeKey(details.title)),
      creatorId: actor.userId,
    };
    const project = new Project(identity, { leadId: actor.userId, ...details }, this.clock.now());
    if (external) Object.assign(project, { externalSource: external.source, externalId: external.id });
    await this.projects.add(project, defaultStatuses, project.created());
    return project.id;
  }
}

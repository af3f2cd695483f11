import { type Actor, Clock, expectVersion, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Milestone, type MilestoneDetails } from '../domain/milestone.ts';
import { Milestones } from '../domain/milestones.ts';
import { Projects } from '../domain/projects.ts';

/** Sets a point that the project wants to reach. */
export class CreateMilestone {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly details: Partial<MilestoneDetails> & { title: string },
  ) {}
}

/** Changes a milestone; `completed` says whether it is reached. */
export class EditMilestone {
  constructor(
    readonly actor: Actor,
    readonly milestoneId: string,
    readonly details: Partial<MilestoneDetails>,
    readonly completed?: boolean,
    readonly expectedVersion?: number,
  ) {}
}

/** Gives a milestone up; its tasks stay. */
export class DeleteMilestone {
  constructor(
    readonly actor: Actor,
    readonly milestoneId: string,
    readonly expectedVersion?: number,
  ) {}
}

@CommandHandler(CreateMilestone)
export class CreateMilestoneHandler implements ICommandHandler<CreateMilestone, string> {
  constructor(
    private readonly projects: Projects,
    private readonly milestones: Milestones,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, projectId, details }: CreateMilestone): Promise<string> {
    const { organizationId, id } = await this.projects.get(projectId);
    const milestone = new Milestone({ organizationId, id: newId(), projectId: id }, details, this.clock.now());
    actor.authorize('create', milestone);
    await this.milestones.add(milestone, milestone.created());
    return milestone.id;
  }
}

@CommandHandler(EditMilestone)
export class EditMilestoneHandler implements ICommandHandler<EditMilestone, void> {
  constructor(
    private readonly milestones: Milestones,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, milestoneId, details, completed, expectedVersion }: EditMilestone): Promise<void> {
    const milestone = await this.milestones.get(milestoneId);
    actor.authorize('edit', milestone);
    expectVersion(milestone, expectedVersion);
    const now = this.clock.now();
    const events = milestone.edit(details, now);
    if (completed === true) events.push(...milestone.complete(now));
    if (completed === false) events.push(...milestone.reopen(now));
    if (events.length > 0) await this.milestones.save(milestone, ...events);
  }
}

@CommandHandler(DeleteMilestone)
export class DeleteMilestoneHandler implements ICommandHandler<DeleteMilestone, void> {
  constructor(private readonly milestones: Milestones) {}

  async execute({ actor, milestoneId, expectedVersion }: DeleteMilestone): Promise<void> {
    const milestone = await this.milestones.get(milestoneId);
    actor.authorize('delete', milestone);
    expectVersion(milestone, expectedVersion);
    await this.milestones.remove(milestone, milestone.deleted());
  }
}

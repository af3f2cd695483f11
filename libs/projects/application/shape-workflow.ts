import { type Actor, DomainError, InvalidInput } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Projects } from '../domain/projects.ts';
import { type Status, Workflow } from '../domain/workflow.ts';
import { Workflows } from './workflows.ts';

/** Gives a project other statuses: columns, order, transitions, required fields and WIP limits, all at once. */
export class ShapeWorkflow {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly statuses: readonly Status[],
  ) {}
}

@CommandHandler(ShapeWorkflow)
export class ShapeWorkflowHandler implements ICommandHandler<ShapeWorkflow, void> {
  constructor(
    private readonly projects: Projects,
    private readonly workflows: Workflows,
  ) {}

  async execute({ actor, projectId, statuses }: ShapeWorkflow): Promise<void> {
    const project = await this.projects.get(projectId);
    actor.authorize('edit', project);
    checkShape(statuses);
    const before = await this.workflows.of(projectId);
    const after = new Workflow(statuses);
    const kept = new Set(after.statuses.map(({ key }) => key));
    const gone = before.statuses.filter(({ key }) => !kept.has(key)).map(({ key }) => key);
    const used = await this.workflows.inUse(projectId, gone);
    if (used.length > 0) throw new StatusInUse(used);
    await this.workflows.replace(projectId, after);
    await this.projects.save(project, project.reshaped(before.statuses, after.statuses));
  }
}

function checkShape(statuses: readonly Status[]): void {
  const keys = new Set(statuses.map(({ key }) => key));
  statuses.forEach(({ key, transitions }, index) => {
    if (statuses.findIndex((other) => other.key === key) !== index) {
      throw new InvalidInput(`/statuses/${index}/key`, 'duplicate', `The key "${key}" stands twice.`);
    }
    const unknown = transitions?.findIndex((target) => !keys.has(target)) ?? -1;
    if (unknown >= 0) {
      const detail = `There is no status "${transitions![unknown]}" to go to.`;
      throw new InvalidInput(`/statuses/${index}/transitions/${unknown}`, 'unknown_status', detail);
    }
  });
  if (!statuses.some(({ category }) => category === 'done')) {
    throw new InvalidInput('/statuses', 'no_done_status', 'One status must be of category "done".');
  }
}

class StatusInUse extends DomainError {
  constructor(used: readonly string[]) {
    super('conflict', 'status_in_use', `Tasks still stand in: ${used.join(', ')}. Move them first.`, {
      statuses: used,
    });
  }
}

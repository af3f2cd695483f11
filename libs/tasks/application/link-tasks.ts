import { type Actor, NotFound } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Dependencies, type Dependency, DependencyCycle } from '../domain/dependencies.ts';
import { Tasks } from '../domain/tasks.ts';

/** Lets a task wait for another. */
export class AddDependency {
  constructor(
    readonly actor: Actor,
    readonly dependency: Dependency,
  ) {}
}

/** Lets it wait no longer. */
export class RemoveDependency {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly dependsOnId: string,
  ) {}
}

@CommandHandler(AddDependency)
export class AddDependencyHandler implements ICommandHandler<AddDependency, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly dependencies: Dependencies,
  ) {}

  async execute({ actor, dependency }: AddDependency): Promise<void> {
    const { taskId, dependsOnId, kind, lagHours } = dependency;
    const back = await this.dependencies.pathBetween(dependsOnId, taskId);
    const task = await this.tasks.get(taskId);
    actor.authorize('edit', task);
    const other = await this.tasks.get(dependsOnId);
    if (!actor.may('view', other)) throw new NotFound('task', dependsOnId);
    if (back) throw new DependencyCycle([...back, back[0]!]);
    await this.dependencies.put(dependency);
    const waitsFor = { key: other.key, kind, lag_hours: lagHours };
    await this.tasks.save(
      task,
      task.event('task.dependency_added', { depends_on_id: dependsOnId, ...waitsFor }, { waits_for: [null, waitsFor] }),
    );
  }
}

@CommandHandler(RemoveDependency)
export class RemoveDependencyHandler implements ICommandHandler<RemoveDependency, void> {
  constructor(
    private readonly tasks: Tasks,
    private readonly dependencies: Dependencies,
  ) {}

  async execute({ actor, taskId, dependsOnId }: RemoveDependency): Promise<void> {
    const task = await this.tasks.get(taskId);
    actor.authorize('edit', task);
    if (!(await this.dependencies.remove(taskId, dependsOnId))) throw new NotFound('dependency on', dependsOnId);
    const changes = { waits_for: [{ id: dependsOnId }, null] as const };
    await this.tasks.save(task, task.event('task.dependency_removed', { depends_on_id: dependsOnId }, changes));
  }
}

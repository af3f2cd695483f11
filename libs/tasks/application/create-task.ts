import { type Actor, Clock, DomainError, newId } from '#kernel/index';
import { Workflows } from '#projects/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Task, type TaskDetails } from '../domain/task.ts';
import { Tasks } from '../domain/tasks.ts';
import { authorizeFields } from './edit-task.ts';

/** Puts a new task into a project. */
export class CreateTask {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly details: Partial<TaskDetails> & { title: string },
    readonly more: { status?: string; assigneeIds?: string[]; external?: { source: string; id: string } } = {},
  ) {}
}

@CommandHandler(CreateTask)
export class CreateTaskHandler implements ICommandHandler<CreateTask, string> {
  constructor(
    private readonly tasks: Tasks,
    private readonly workflows: Workflows,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, projectId, details, more }: CreateTask): Promise<string> {
    actor.authorize('create', { subjectType: 'Task', projectId } as never);
    if (details.cost) actor.authorize('edit', { subjectType: 'Task', projectId } as never, 'cost');
    const known = more.external && (await this.tasks.findExternal(more.external.source, more.external.id));
    if (known && known.projectId !== projectId) throw new ExternalIdTaken();
    if (known) return this.update(actor, known, details);
    const { projectKey, number, workflow } = await this.workflows.takeNumber(projectId);
    const status = more.status ? workflow.find(more.status) : workflow.initial;
    const identity = {
      organizationId: actor.organizationId,
      id: newId(),
      projectId,
      projectKey,
      number,
      creatorId: actor.userId,
    };
    const now = this.clock.now();
    const task = new Task(identity, status, details, now);
    if (more.external) Object.assign(task, { externalSource: more.external.source, externalId: more.external.id });
    const created = task.created();
    const assigned = more.assigneeIds?.length ? this.assign(actor, task, more.assigneeIds) : [];
    await this.tasks.checkPlace(task);
    await this.tasks.checkAssignees(task.assigneeIds);
    await this.tasks.add(task, created, ...assigned);
    return task.id;
  }

  /** What an outside tool brings a second time changes the task that the first time made. */
  private async update(actor: Actor, task: Task, details: Partial<TaskDetails>): Promise<string> {
    authorizeFields(actor, task, details);
    const edited = task.edit(details, this.clock.now());
    await this.tasks.checkPlace(task);
    await this.tasks.save(task, ...edited);
    return task.id;
  }

  private assign(actor: Actor, task: Task, assigneeIds: string[]) {
    const onlyOneself = assigneeIds.every((id) => id === actor.userId);
    if (!onlyOneself) actor.authorize('assign', task);
    return task.assign(assigneeIds, task.createdAt);
  }
}

/** An upsert never reaches into another project than the one it names. */
class ExternalIdTaken extends DomainError {
  constructor() {
    const detail = 'A task of another project has this external id.';
    super('conflict', 'external_id_taken', detail, {}, [
      { pointer: '/external_id', code: 'external_id_taken', detail },
    ]);
  }
}

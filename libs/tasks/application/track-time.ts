import { type Actor, Clock, DomainError, expectVersion, newId } from '#kernel/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Tasks } from '../domain/tasks.ts';
import { TimeEntries } from '../domain/time-entries.ts';
import { TimeEntry, type TimeSpent } from '../domain/time-entry.ts';

/** Books time on a task; without times, the timer starts now. */
export class LogTime {
  constructor(
    readonly actor: Actor,
    readonly taskId: string,
    readonly spent?: TimeSpent,
    readonly note = '',
  ) {}
}

/** Stops the person's running timer. */
export class StopTimer {
  constructor(readonly actor: Actor) {}
}

/** Corrects an entry. */
export class EditTimeEntry {
  constructor(
    readonly actor: Actor,
    readonly entryId: string,
    readonly spent: Partial<TimeSpent>,
    readonly expectedVersion?: number,
  ) {}
}

/** Takes an entry back. */
export class DeleteTimeEntry {
  constructor(
    readonly actor: Actor,
    readonly entryId: string,
  ) {}
}

@CommandHandler(LogTime)
export class LogTimeHandler implements ICommandHandler<LogTime, string> {
  constructor(
    private readonly tasks: Tasks,
    private readonly entries: TimeEntries,
    private readonly clock: Clock,
  ) {}

  async execute({ actor, taskId, spent, note }: LogTime): Promise<string> {
    const task = await this.tasks.get(taskId);
    actor.authorize('view', task);
    actor.authorize('create', { subjectType: 'TimeEntry', projectId: task.projectId } as never);
    if (!spent && (await this.entries.running(actor.userId))) throw new TimerRunning();
    const from = spent ?? { startedAt: this.clock.now(), endedAt: null, hours: null, note };
    const entry = new TimeEntry(newId(), taskId, task.projectId, actor.userId, from);
    await this.entries.save(entry, entry.started());
    return entry.id;
  }
}

@CommandHandler(StopTimer)
export class StopTimerHandler implements ICommandHandler<StopTimer, string> {
  constructor(
    private readonly entries: TimeEntries,
    private readonly clock: Clock,
  ) {}

  async execute({ actor }: StopTimer): Promise<string> {
    const entry = await this.entries.running(actor.userId);
    if (!entry) throw new DomainError('conflict', 'timer_not_running', 'You have no timer running.');
    await this.entries.save(entry, entry.stop(this.clock.now()));
    return entry.id;
  }
}

@CommandHandler(EditTimeEntry)
export class EditTimeEntryHandler implements ICommandHandler<EditTimeEntry, void> {
  constructor(private readonly entries: TimeEntries) {}

  async execute({ actor, entryId, spent, expectedVersion }: EditTimeEntry): Promise<void> {
    const entry = await this.entries.get(entryId);
    actor.authorize('edit', entry);
    expectVersion(entry, expectedVersion);
    await this.entries.save(entry, entry.edit(spent));
  }
}

@CommandHandler(DeleteTimeEntry)
export class DeleteTimeEntryHandler implements ICommandHandler<DeleteTimeEntry, void> {
  constructor(private readonly entries: TimeEntries) {}

  async execute({ actor, entryId }: DeleteTimeEntry): Promise<void> {
    const entry = await this.entries.get(entryId);
    actor.authorize('edit', entry);
    await this.entries.remove(entry, entry.deleted());
  }
}

class TimerRunning extends DomainError {
  constructor() {
    super('conflict', 'timer_running', 'Your timer runs already; stop it first.');
  }
}

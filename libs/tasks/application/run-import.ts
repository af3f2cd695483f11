import { type Actor, DomainError } from '#kernel/index';
import { RequiredSkills } from '#learning/index';
import { Workflows } from '#projects/index';
import { CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { momentOf } from '../domain/due-date.ts';
import { type ReadRow, readRow } from '../domain/import-mapping.ts';
import type { TaskDetails } from '../domain/task.ts';
import { type RowOutcome, TaskImports } from '../domain/task-imports.ts';
import { CreateTask } from './create-task.ts';

/** Turns the next rows of a running import into tasks, in one short transaction; says whether more are waiting. */
export class ImportNextRows {
  constructor(
    readonly actor: Actor,
    readonly importId: string,
    readonly atMost: number,
  ) {}
}

@CommandHandler(ImportNextRows)
export class ImportNextRowsHandler implements ICommandHandler<ImportNextRows, boolean> {
  constructor(
    private readonly imports: TaskImports,
    private readonly workflows: Workflows,
    private readonly skills: RequiredSkills,
    private readonly commands: CommandBus,
  ) {}

  async execute({ actor, importId, atMost }: ImportNextRows): Promise<boolean> {
    const running = await this.imports.get(importId);
    if (running.status !== 'running') return false;
    const { projectId, source, settings } = running;
    const keys = (await this.workflows.of(projectId)).statuses.map(({ key }) => key);
    const outcomes: RowOutcome[] = [];
    for (const { number, data } of await this.imports.pending(importId, 0, atMost)) {
      const { row, errors } = readRow(data, settings, keys);
      outcomes.push(
        row ? await this.importRow(actor, projectId, source, number, row) : { number, status: 'invalid', errors },
      );
    }
    await this.imports.settle(importId, outcomes);
    const counts = await this.imports.counts(importId);
    await this.imports.save(running, running.progress(counts));
    return counts.pending > 0;
  }

  private async importRow(
    actor: Actor,
    projectId: string,
    source: string,
    number: number,
    row: ReadRow,
  ): Promise<RowOutcome> {
    try {
      const details = await this.detailsOf(actor, row);
      const more = { status: row.status, external: { source, id: row.externalId } };
      const known = await this.imports.isKnown(source, row.externalId);
      const command = new CreateTask(actor, projectId, details, more);
      const taskId = await this.commands.execute<CreateTask, string>(command);
      return { number, status: known ? 'updated' : 'created', taskId };
    } catch (error) {
      // Broken rules are the row's own fault; anything else ends the batch, which is tried again.
      if (!(error instanceof DomainError)) throw error;
      return { number, status: 'failed', errors: [{ column: null, code: error.code, detail: error.message }] };
    }
  }

  private async detailsOf(actor: Actor, row: ReadRow): Promise<Partial<TaskDetails> & { title: string }> {
    const requiredSkills = row.skills.length > 0 ? await this.skills.resolve(row.skills) : undefined;
    const details = {
      description: row.description,
      priority: row.priority,
      difficulty: row.difficulty,
      estimateHours: row.estimateHours,
      labels: row.labels,
      start: row.startDate ? momentOf(row.startDate, actor.timeZone, '/start_date', 'start') : undefined,
      due: row.dueDate ? momentOf(row.dueDate, actor.timeZone, '/due_date', 'end') : undefined,
      requiredSkills,
    };
    return {
      title: row.title,
      ...Object.fromEntries(Object.entries(details).filter(([, value]) => value !== undefined)),
    };
  }
}

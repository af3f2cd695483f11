import type { DomainEvent } from '#kernel/index';
import type { RowError } from './import-mapping.ts';
import type { ImportCounts, TaskImport } from './task-import.ts';

/** A row as it was uploaded. */
export interface StagedRow {
  number: number;
  /** Line of the file on which the row begins. */
  line: number;
  data: Record<string, string>;
  /** What the file's form already says against it. */
  errors?: readonly RowError[];
}

/** What became of a row. */
export interface RowOutcome {
  number: number;
  status: 'pending' | 'invalid' | 'created' | 'updated' | 'failed';
  errors?: readonly RowError[];
  taskId?: string;
}

/** Where imports and their rows wait between preview and run. */
export abstract class TaskImports {
  /** The import, locked until the transaction ends. */
  abstract get(id: string): Promise<TaskImport>;
  abstract save(taskImport: TaskImport, ...events: DomainEvent[]): Promise<void>;
  abstract stage(importId: string, rows: readonly StagedRow[]): Promise<void>;
  /** The next pending rows, in order, behind `after`. */
  abstract pending(importId: string, after: number, limit: number): Promise<StagedRow[]>;
  /** Makes every row that was found invalid by its content pending again, for other settings. */
  abstract reset(importId: string): Promise<void>;
  /** Whether an earlier import, or this one, has made a task of this key already. */
  abstract isKnown(source: string, externalId: string): Promise<boolean>;
  abstract settle(importId: string, outcomes: readonly RowOutcome[]): Promise<void>;
  abstract counts(importId: string): Promise<ImportCounts>;
}

import { DomainError, type DomainEvent } from '#kernel/index';
import type { ImportSettings } from './import-mapping.ts';

export const importStatuses = ['uploading', 'ready', 'running', 'completed', 'cancelled'] as const;

/** How many rows stand where. */
export interface ImportCounts {
  pending: number;
  invalid: number;
  created: number;
  updated: number;
  failed: number;
}

/** Tasks from elsewhere on their way into a project: uploaded, previewed, run. */
export class TaskImport {
  readonly subjectType = 'Import';

  constructor(
    readonly id: string,
    readonly projectId: string,
    readonly startedBy: string,
    readonly source: string,
    public status: (typeof importStatuses)[number],
    readonly columns: readonly string[],
    public settings: ImportSettings,
  ) {}

  uploaded(rows: number): DomainEvent {
    this.status = 'ready';
    return this.event('import.uploaded', { rows });
  }

  /** Other settings make another preview; a running import keeps its own. */
  configure(settings: ImportSettings): DomainEvent {
    this.expect('ready', 'completed');
    for (const [target, column] of Object.entries(settings.mapping)) {
      if (!this.columns.includes(column)) throw new UnknownColumn(target, column, this.columns);
    }
    this.settings = settings;
    this.status = 'ready';
    return this.event('import.configured', { settings });
  }

  start(): DomainEvent {
    this.expect('ready');
    if (!this.settings.mapping.title) throw new UnknownColumn('title', '', this.columns);
    this.status = 'running';
    return this.event('import.started', {});
  }

  cancel(): DomainEvent {
    this.expect('ready', 'running');
    this.status = 'cancelled';
    return this.event('import.cancelled', {});
  }

  progress(counts: ImportCounts): DomainEvent {
    if (counts.pending === 0) this.status = 'completed';
    return this.event(counts.pending === 0 ? 'import.completed' : 'import.progressed', { ...counts });
  }

  private expect(...allowed: TaskImport['status'][]): void {
    if (!allowed.includes(this.status)) throw new ImportNot(allowed, this.status);
  }

  private event(type: string, data: Record<string, unknown>): DomainEvent {
    const subject = { type: 'Import', id: this.id };
    return { type, subject, projectId: this.projectId, data: { source: this.source, status: this.status, ...data } };
  }
}

class UnknownColumn extends DomainError {
  constructor(target: string, column: string, columns: readonly string[]) {
    const pointer = `/mapping/${target}`;
    const detail = `"${target}" is read from "${column}"; the file has: ${columns.join(', ')}.`;
    super('invalid', 'unknown_column', detail, { columns }, [{ pointer, code: 'unknown_column', detail }]);
  }
}

class ImportNot extends DomainError {
  constructor(allowed: readonly string[], status: string) {
    super('conflict', 'import_status', `The import is ${status}; this needs one that is ${allowed.join(' or ')}.`, {
      status,
    });
  }
}

import { type Actor, newId } from '#kernel/index';
import { Workflows } from '#projects/index';
import { CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type ImportSettings, readRow, suggestMapping } from '../domain/import-mapping.ts';
import { TaskImport } from '../domain/task-import.ts';
import { type RowOutcome, type StagedRow, TaskImports } from '../domain/task-imports.ts';

/** Makes room for an upload. */
export class OpenImport {
  constructor(
    readonly actor: Actor,
    readonly projectId: string,
    readonly source: string,
    readonly columns: readonly string[],
    readonly settings: Partial<ImportSettings> = {},
  ) {}
}

/** Closes the upload; the rows are ready to be looked at. */
export class FinishUpload {
  constructor(
    readonly actor: Actor,
    readonly importId: string,
  ) {}
}

/** Reads the rows in another way. */
export class ConfigureImport {
  constructor(
    readonly actor: Actor,
    readonly importId: string,
    readonly settings: Partial<ImportSettings>,
  ) {}
}

/** Lets the worker turn the rows into tasks. */
export class StartImport {
  constructor(
    readonly actor: Actor,
    readonly importId: string,
  ) {}
}

/** Stops an import; what has been imported stays. */
export class CancelImport extends StartImport {}

const CHECK_AT_ONCE = 500;
const defaults: ImportSettings = { mapping: {}, hoursPerPoint: 1, skillsFrom: 'text', skillRules: [] };

@CommandHandler(OpenImport)
export class OpenImportHandler implements ICommandHandler<OpenImport, string> {
  constructor(
    private readonly imports: TaskImports,
    private readonly workflows: Workflows,
  ) {}

  async execute({ actor, projectId, source, columns, settings }: OpenImport): Promise<string> {
    actor.authorize('create', { subjectType: 'Task', projectId } as never);
    await this.workflows.of(projectId);
    const all = { ...defaults, mapping: suggestMapping(columns), ...settings };
    const opened = new TaskImport(newId(), projectId, actor.userId, source, 'uploading', columns, all);
    await this.imports.save(opened);
    return opened.id;
  }
}

@CommandHandler(FinishUpload)
export class FinishUploadHandler implements ICommandHandler<FinishUpload, void> {
  constructor(
    private readonly imports: TaskImports,
    private readonly workflows: Workflows,
  ) {}

  async execute({ importId }: FinishUpload): Promise<void> {
    const uploaded = await this.imports.get(importId);
    await checkRows(this.imports, this.workflows, uploaded);
    const counts = await this.imports.counts(importId);
    await this.imports.save(uploaded, uploaded.uploaded(counts.pending + counts.invalid));
  }
}

@CommandHandler(ConfigureImport)
export class ConfigureImportHandler implements ICommandHandler<ConfigureImport, void> {
  constructor(
    private readonly imports: TaskImports,
    private readonly workflows: Workflows,
  ) {}

  async execute({ actor, importId, settings }: ConfigureImport): Promise<void> {
    const waiting = await this.imports.get(importId);
    actor.authorize('create', { subjectType: 'Task', projectId: waiting.projectId } as never);
    const configured = waiting.configure({ ...waiting.settings, ...settings });
    await this.imports.reset(importId);
    await checkRows(this.imports, this.workflows, waiting);
    await this.imports.save(waiting, configured);
  }
}

@CommandHandler(StartImport)
export class StartImportHandler implements ICommandHandler<StartImport, void> {
  constructor(private readonly imports: TaskImports) {}

  async execute({ actor, importId }: StartImport): Promise<void> {
    const ready = await this.imports.get(importId);
    actor.authorize('create', { subjectType: 'Task', projectId: ready.projectId } as never);
    await this.imports.save(ready, ready.start());
  }
}

@CommandHandler(CancelImport)
export class CancelImportHandler implements ICommandHandler<CancelImport, void> {
  constructor(private readonly imports: TaskImports) {}

  async execute({ actor, importId }: CancelImport): Promise<void> {
    const open = await this.imports.get(importId);
    actor.authorize('create', { subjectType: 'Task', projectId: open.projectId } as never);
    await this.imports.save(open, open.cancel());
  }
}

/** Marks the rows that cannot become tasks, a few hundred at a time so that memory stays bounded. */
async function checkRows(imports: TaskImports, workflows: Workflows, checked: TaskImport): Promise<void> {
  const keys = (await workflows.of(checked.projectId)).statuses.map(({ key }) => key);
  const judge = ({ number, data }: StagedRow): RowOutcome[] => {
    const { errors } = readRow(data, checked.settings, keys);
    return errors.length > 0 ? [{ number, status: 'invalid', errors }] : [];
  };
  for (let after = 0; ;) {
    const rows = await imports.pending(checked.id, after, CHECK_AT_ONCE);
    if (rows.length === 0) return;
    await imports.settle(checked.id, rows.flatMap(judge));
    after = rows.at(-1)!.number;
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Imports and their rows, which wait here between preview and run. */
export class Imports extends Migration {
  override up(): void {
    this.addSql(`
      create table imports (
        organization_id uuid not null,
        id uuid not null,
        project_id uuid not null,
        started_by uuid not null,
        source text not null,
        status text not null check (status in ('uploading', 'ready', 'running', 'completed', 'cancelled')),
        columns text[] not null default '{}',
        settings jsonb not null default '{}',
        version int not null default 1,
        created_at timestamptz not null default now(),
        finished_at timestamptz,
        primary key (organization_id, id),
        foreign key (organization_id, project_id) references projects on delete cascade
      )`);
    this.addSql(`create index imports_project on imports (organization_id, project_id, created_at)`);
    this.addSql(`create index imports_running on imports (status) where status = 'running'`);
    this.addSql(`select protect('imports', true)`);

    this.addSql(`
      create table import_rows (
        organization_id uuid not null,
        import_id uuid not null,
        number int not null,
        line int not null,
        data jsonb not null,
        status text not null default 'pending'
          check (status in ('pending', 'invalid', 'created', 'updated', 'failed')),
        errors jsonb not null default '[]',
        task_id uuid,
        primary key (organization_id, import_id, number),
        foreign key (organization_id, import_id) references imports on delete cascade
      )`);
    this.addSql(`create index import_rows_status on import_rows (organization_id, import_id, status, number)`);
    this.addSql(`select protect('import_rows')`);
  }
}

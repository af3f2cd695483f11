import { Migration } from '@mikro-orm/migrations';

/** Views: saved ways to look at a project's tasks. */
export class Views extends Migration {
  override up(): void {
    this.addSql(`
      create table views (
        organization_id uuid not null,
        id uuid not null,
        project_id uuid not null,
        author_id uuid not null,
        name text not null,
        kind text not null check (kind in ('list', 'board', 'calendar', 'gantt')),
        filter jsonb not null default '{}',
        order_by text,
        swimlane text not null check (swimlane in ('assignee', 'priority', 'label', 'milestone', 'none')),
        is_shared boolean not null,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, project_id) references projects on delete cascade,
        foreign key (organization_id, author_id) references members
      )`);
    this.addSql(`create index views_project on views (organization_id, project_id, name, id)`);
    this.addSql(`select protect('views')`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Tasks with dependencies, watchers, assignments and time entries. */
export class Tasks extends Migration {
  override up(): void {
    this.addSql(`
      create table tasks (
        organization_id uuid not null,
        id uuid not null,
        project_id uuid not null,
        number int not null,
        key text not null,
        title text not null,
        description text not null default '',
        status text not null,
        status_category text not null,
        priority smallint not null default 1,
        difficulty smallint not null default 5 check (difficulty between 1 and 10),
        required_skills jsonb not null default '[]',
        start_date text,
        start_at timestamptz,
        due_date text,
        due_at timestamptz,
        estimate_hours numeric check (estimate_hours >= 0),
        actual_hours numeric not null default 0 check (actual_hours >= 0),
        cost_minor bigint,
        cost_currency text,
        labels text[] not null default '{}',
        custom_fields jsonb not null default '{}',
        links jsonb not null default '[]',
        assignee_ids uuid[] not null default '{}',
        creator_id uuid not null,
        milestone_id uuid,
        parent_id uuid,
        rank text not null collate "C",
        result jsonb,
        completed_at timestamptz,
        completed_by uuid,
        external_source text,
        external_id text,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        search tsvector generated always as (
          setweight(to_tsvector('simple', key || ' ' || title), 'A') ||
          setweight(to_tsvector('simple', left(description, 50000)), 'C')
        ) stored,
        primary key (organization_id, id),
        unique (organization_id, project_id, number),
        foreign key (organization_id, project_id) references projects on delete cascade,
        foreign key (organization_id, project_id, status) references statuses (organization_id, project_id, key),
        foreign key (organization_id, milestone_id) references milestones on delete set null (milestone_id),
        foreign key (organization_id, parent_id) references tasks
      ) with (fillfactor = 80)`);
    this.addSql(`create index tasks_key on tasks (organization_id, key)`);
    this.addSql(`create index tasks_due on tasks (organization_id, project_id, status, due_at, id)`);
    this.addSql(`create index tasks_rank on tasks (organization_id, project_id, status, rank)`);
    this.addSql(`create index tasks_created on tasks (organization_id, project_id, created_at)`);
    this.addSql(`create index tasks_completed on tasks (organization_id, completed_at) where completed_at is not null`);
    this.addSql(`create index tasks_assignees on tasks using gin (assignee_ids)`);
    this.addSql(`create index tasks_search on tasks using gin (search)`);
    this.addSql(`create index tasks_title on tasks using gin (title gin_trgm_ops)`);
    this.addSql(`create index tasks_parent on tasks (organization_id, parent_id) where parent_id is not null`);
    this.addSql(`create index tasks_milestone on tasks (organization_id, milestone_id) where milestone_id is not null`);
    this.addSql(
      `create unique index tasks_external on tasks (organization_id, external_source, external_id)
         where external_id is not null`,
    );
    this.addSql(
      `create index tasks_waiting on tasks (organization_id, priority desc, due_at, id)
         where assignee_ids = '{}' and status_category in ('backlog', 'todo')`,
    );
    this.addSql(
      `create index tasks_in_hand on tasks (organization_id)
         include (id, assignee_ids, estimate_hours, difficulty, due_at, status_category)
         where assignee_ids <> '{}' and status_category in ('backlog', 'todo', 'in_progress', 'review')`,
    );
    this.addSql(`select protect('tasks')`);

    this.addSql(`
      create table task_dependencies (
        organization_id uuid not null,
        task_id uuid not null,
        depends_on_id uuid not null,
        kind text not null default 'FS' check (kind in ('FS', 'SS', 'FF', 'SF')),
        lag_hours numeric not null default 0,
        created_at timestamptz not null default now(),
        primary key (organization_id, task_id, depends_on_id),
        check (task_id <> depends_on_id),
        foreign key (organization_id, task_id) references tasks on delete cascade,
        foreign key (organization_id, depends_on_id) references tasks on delete cascade
      )`);
    this.addSql(`create index task_dependencies_reverse on task_dependencies (organization_id, depends_on_id)`);
    this.addSql(`select protect('task_dependencies')`);

    this.addSql(`
      create table task_watchers (
        organization_id uuid not null,
        task_id uuid not null,
        user_id uuid not null,
        created_at timestamptz not null default now(),
        primary key (organization_id, task_id, user_id),
        foreign key (organization_id, task_id) references tasks on delete cascade,
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`select protect('task_watchers')`);

    this.addSql(`
      create table assignments (
        organization_id uuid not null,
        id uuid not null,
        task_id uuid not null,
        user_id uuid not null,
        score numeric,
        factors jsonb not null default '[]',
        mode text not null check (mode in ('best_match', 'manual')),
        reason text,
        assigned_by uuid,
        assigned_at timestamptz not null default now(),
        ended_at timestamptz,
        primary key (organization_id, id),
        foreign key (organization_id, task_id) references tasks on delete cascade,
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`create index assignments_task on assignments (organization_id, task_id, assigned_at)`);
    this.addSql(`create index assignments_user on assignments (organization_id, user_id, assigned_at)`);
    this.addSql(
      `create unique index assignments_open on assignments (organization_id, task_id, user_id) where ended_at is null`,
    );
    this.addSql(`select protect('assignments')`);

    this.addSql(`
      create table queued_tasks (
        organization_id uuid not null,
        user_id uuid not null,
        task_id uuid not null,
        score numeric not null,
        after_task_id uuid,
        queued_at timestamptz not null default now(),
        primary key (organization_id, user_id),
        unique (organization_id, task_id),
        foreign key (organization_id, task_id) references tasks on delete cascade,
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`select protect('queued_tasks')`);

    this.addSql(`
      create table time_entries (
        organization_id uuid not null,
        id uuid not null,
        task_id uuid not null,
        user_id uuid not null,
        started_at timestamptz not null,
        ended_at timestamptz check (ended_at >= started_at),
        hours numeric check (hours >= 0),
        note text not null default '',
        version int not null default 1,
        created_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, task_id) references tasks on delete cascade,
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`create index time_entries_task on time_entries (organization_id, task_id, started_at)`);
    this.addSql(
      `create unique index time_entries_running on time_entries (organization_id, user_id) where ended_at is null`,
    );
    this.addSql(`select protect('time_entries')`);
  }
}

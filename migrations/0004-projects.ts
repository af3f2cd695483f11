import { Migration } from '@mikro-orm/migrations';

/** Portfolios, projects with members, workflow statuses and milestones. */
export class Projects extends Migration {
  override up(): void {
    this.addSql(`
      create table portfolios (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        parent_id uuid,
        kind text not null default 'portfolio' check (kind in ('portfolio', 'programme')),
        name text not null,
        description text not null default '',
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, parent_id) references portfolios
      )`);
    this.addSql(`select protect('portfolios')`);

    this.addSql(`
      create table projects (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        key text not null,
        title text not null,
        description text not null default '',
        status text not null default 'active'
          check (status in ('planned', 'active', 'on_hold', 'completed', 'cancelled')),
        priority text not null default 'medium',
        health text not null default 'on_track' check (health in ('on_track', 'at_risk', 'blocked')),
        health_reason text not null default '',
        lead_id uuid,
        portfolio_id uuid,
        start_date date,
        due_date date,
        custom_fields jsonb not null default '{}',
        archived_at timestamptz,
        creator_id uuid not null,
        external_source text,
        external_id text,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (organization_id, id),
        unique (organization_id, key),
        foreign key (organization_id, portfolio_id) references portfolios,
        foreign key (organization_id, lead_id) references members (organization_id, user_id)
      )`);
    this.addSql(`create index projects_portfolio on projects (organization_id, portfolio_id)`);
    this.addSql(
      `create unique index projects_external on projects (organization_id, external_source, external_id)
         where external_id is not null`,
    );
    this.addSql(`select protect('projects')`);

    // What every task write touches, apart from the project itself so that its version stays with people's edits.
    this.addSql(`
      create table project_counters (
        organization_id uuid not null,
        project_id uuid not null,
        last_number int not null default 0,
        tasks_total int not null default 0,
        tasks_done int not null default 0,
        primary key (organization_id, project_id),
        foreign key (organization_id, project_id) references projects on delete cascade
      ) with (fillfactor = 50)`);
    this.addSql(`select protect('project_counters')`);

    this.addSql(`
      create table project_members (
        organization_id uuid not null,
        project_id uuid not null,
        user_id uuid not null,
        role_id uuid,
        added_by uuid,
        created_at timestamptz not null default now(),
        version int not null default 1,
        primary key (organization_id, project_id, user_id),
        foreign key (organization_id, project_id) references projects on delete cascade,
        foreign key (organization_id, user_id) references members on delete cascade,
        foreign key (organization_id, role_id) references roles
      )`);
    this.addSql(`create index project_members_user on project_members (organization_id, user_id)`);
    this.addSql(`select protect('project_members')`);

    this.addSql(`
      create table statuses (
        organization_id uuid not null,
        project_id uuid not null,
        key text not null,
        name text not null,
        category text not null check (category in ('backlog', 'todo', 'in_progress', 'review', 'done', 'cancelled')),
        place int not null,
        transitions text[],
        required_fields text[] not null default '{}',
        wip_limit int check (wip_limit > 0),
        version int not null default 1,
        primary key (organization_id, project_id, key),
        foreign key (organization_id, project_id) references projects on delete cascade
      )`);
    this.addSql(`select protect('statuses')`);

    this.addSql(`
      create table milestones (
        organization_id uuid not null,
        id uuid not null,
        project_id uuid not null,
        title text not null,
        description text not null default '',
        start_date date,
        due_date date,
        expected_hours numeric,
        tasks_total int not null default 0,
        tasks_done int not null default 0,
        completed_at timestamptz,
        version int not null default 1,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, project_id) references projects on delete cascade
      )`);
    this.addSql(`create index milestones_project on milestones (organization_id, project_id, due_date)`);
    this.addSql(`select protect('milestones')`);
  }
}

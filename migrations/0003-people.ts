import { Migration } from '@mikro-orm/migrations';

/** Skills, skill profiles, absences and the performance log. */
export class People extends Migration {
  override up(): void {
    this.addSql(`
      create table skills (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        name text not null,
        category text not null default '',
        description text not null default '',
        aliases text[] not null default '{}',
        names text[] not null,
        version int not null default 1,
        created_at timestamptz not null default now(),
        primary key (organization_id, id)
      )`);
    this.addSql(`create unique index skills_name on skills (organization_id, lower(name))`);
    this.addSql(`create index skills_names on skills using gin (organization_id, names)`);
    this.addSql(`select protect('skills')`);

    this.addSql(`
      create table skill_profiles (
        organization_id uuid not null references organizations on delete cascade,
        user_id uuid not null,
        skill_id uuid not null,
        proficiency numeric not null check (proficiency between 0 and 100),
        last_used_at timestamptz,
        updated_at timestamptz not null default now(),
        primary key (organization_id, user_id, skill_id),
        foreign key (organization_id, user_id) references members on delete cascade,
        foreign key (organization_id, skill_id) references skills on delete cascade
      )`);
    this.addSql(`create index skill_profiles_skill on skill_profiles (organization_id, skill_id)`);
    this.addSql(`select protect('skill_profiles')`);

    this.addSql(`
      create table skill_changes (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        user_id uuid not null,
        skill_id uuid not null,
        task_id uuid,
        before numeric not null,
        after numeric not null,
        reason jsonb not null,
        place bigint generated always as identity,
        occurred_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, user_id) references members on delete cascade,
        foreign key (organization_id, skill_id) references skills on delete cascade
      )`);
    this.addSql(`create index skill_changes_user on skill_changes (organization_id, user_id, skill_id, place)`);
    this.addSql(
      `create unique index skill_changes_task on skill_changes (organization_id, user_id, skill_id, task_id)
         where task_id is not null`,
    );
    this.addSql(`select protect('skill_changes')`);

    this.addSql(`
      create table endorsements (
        organization_id uuid not null references organizations on delete cascade,
        user_id uuid not null,
        skill_id uuid not null,
        endorser_id uuid not null check (endorser_id <> user_id),
        note text not null default '',
        created_at timestamptz not null default now(),
        primary key (organization_id, user_id, skill_id, endorser_id),
        foreign key (organization_id, user_id) references members on delete cascade,
        foreign key (organization_id, endorser_id) references members (organization_id, user_id) on delete cascade,
        foreign key (organization_id, skill_id) references skills on delete cascade
      )`);
    this.addSql(`select protect('endorsements')`);

    this.addSql(`
      create table absences (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        user_id uuid not null,
        starts_on date not null,
        ends_on date not null check (ends_on >= starts_on),
        kind text not null default 'leave',
        note text not null default '',
        version int not null default 1,
        created_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`create index absences_user on absences (organization_id, user_id, ends_on)`);
    this.addSql(`select protect('absences')`);

    this.addSql(`
      create table performances (
        organization_id uuid not null references organizations on delete cascade,
        user_id uuid not null,
        score numeric not null,
        tasks_completed int not null default 0,
        tasks_on_time int not null default 0,
        updated_at timestamptz not null default now(),
        primary key (organization_id, user_id),
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`select protect('performances')`);

    this.addSql(`
      create table performance_log (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        user_id uuid not null,
        task_id uuid,
        components jsonb not null,
        task_score numeric not null,
        on_time boolean not null,
        before numeric not null,
        after numeric not null,
        place bigint generated always as identity,
        occurred_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`create index performance_log_user on performance_log (organization_id, user_id, place)`);
    this.addSql(`create unique index performance_log_task on performance_log (organization_id, user_id, task_id)`);
    this.addSql(`select protect('performance_log')`);
  }
}

import { Migration } from '@mikro-orm/migrations';

/** Comments with reactions, notifications, and what people want to be told how. */
export class Collaboration extends Migration {
  override up(): void {
    // A deleted comment stays as an empty row, so that what happened to it can still be found by its task.
    this.addSql(`
      create table comments (
        organization_id uuid not null,
        id uuid not null,
        task_id uuid not null,
        author_id uuid not null,
        body text not null,
        mention_ids uuid[] not null default '{}',
        version int not null default 1,
        created_at timestamptz not null default now(),
        edited_at timestamptz,
        deleted_at timestamptz,
        primary key (organization_id, id),
        foreign key (organization_id, task_id) references tasks on delete cascade,
        foreign key (organization_id, author_id) references members
      )`);
    this.addSql(`create index comments_task on comments (organization_id, task_id, created_at, id)`);
    this.addSql(`select protect('comments')`);

    this.addSql(`
      create table comment_reactions (
        organization_id uuid not null,
        comment_id uuid not null,
        user_id uuid not null,
        emoji text not null,
        created_at timestamptz not null default now(),
        primary key (organization_id, comment_id, user_id, emoji),
        foreign key (organization_id, comment_id) references comments on delete cascade,
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`select protect('comment_reactions')`);

    this.addSql(`
      create table notifications (
        organization_id uuid not null,
        id uuid not null,
        recipient_id uuid not null,
        type text not null,
        title text not null,
        message text not null,
        actor_id uuid,
        task_id uuid,
        project_id uuid,
        action_url text,
        data jsonb not null default '{}',
        group_key text,
        count int not null default 1,
        in_app boolean not null,
        mail_due_at timestamptz,
        mailed_at timestamptz,
        read_at timestamptz,
        created_at timestamptz not null default now(),
        updated_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, recipient_id) references members on delete cascade,
        foreign key (organization_id, task_id) references tasks on delete set null (task_id),
        foreign key (organization_id, project_id) references projects on delete set null (project_id)
      )`);
    this.addSql(
      `create index notifications_recipient on notifications (organization_id, recipient_id, updated_at, id)`,
    );
    this.addSql(
      `create index notifications_unread on notifications (organization_id, recipient_id)
         where read_at is null and in_app`,
    );
    this.addSql(
      `create unique index notifications_group on notifications (organization_id, recipient_id, group_key)
         where read_at is null and group_key is not null`,
    );
    this.addSql(
      `create index notifications_mail on notifications (organization_id, recipient_id, mail_due_at)
         where mailed_at is null and mail_due_at is not null`,
    );
    this.addSql(`select protect('notifications')`);

    this.addSql(`
      create table notification_preferences (
        organization_id uuid not null,
        user_id uuid not null,
        choices jsonb not null default '{}',
        quiet_from time,
        quiet_to time,
        digest_hour int not null default 8 check (digest_hour between 0 and 23),
        time_zone text,
        version int not null default 1,
        primary key (organization_id, user_id),
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`select protect('notification_preferences')`);

    this.addSql(`create index events_actor on events (organization_id, actor_id, position)`);
  }
}

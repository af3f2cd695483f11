import { Migration } from '@mikro-orm/migrations';

/** Extensions, the helpers that every table uses, the event log, the audit log and idempotency keys. */
export class Foundation extends Migration {
  override up(): void {
    this.addSql(`create extension if not exists pg_trgm`);
    this.addSql(`create extension if not exists btree_gin`);
    this.addSql(`create extension if not exists unaccent`);

    this.addSql(`
      create function current_organization() returns uuid language sql stable parallel safe
        as $$ select nullif(current_setting('muster.organization_id', true), '')::uuid $$`);
    this.addSql(`
      create function protect(target regclass, open_to_system boolean default false) returns void language plpgsql as $$
      begin
        execute format('alter table %s enable row level security', target);
        execute format('create policy tenant on %s to muster_app
          using (organization_id = (select current_organization()))
          with check (organization_id = (select current_organization()))', target);
        if open_to_system then
          execute format('create policy system on %s to muster_system using (true) with check (true)', target);
        end if;
      end $$`);

    this.addSql(`
      create table event_log (
        singleton boolean primary key default true check (singleton),
        position_offset bigint not null default 0,
        pruned_to bigint not null default 0
      )`);
    this.addSql(`insert into event_log default values`);
    this.addSql(`alter table event_log enable row level security`);
    this.addSql(`create policy readable on event_log for select to muster_app, muster_system using (true)`);
    this.addSql(`create policy system on event_log for update to muster_system using (true)`);
    // 12 bits for the place in the transaction leave 2^41 transactions below the largest safe integer of JSON clients.
    this.addSql(`
      create function event_position(n int) returns bigint language sql volatile as
      $$ select ((pg_current_xact_id()::text::bigint << 12) | n) + position_offset from event_log $$`);
    // Stable: it must look at the snapshot of the statement that asks, for a later one calls rows settled that this
    // statement cannot see, and a reader would skip them.
    this.addSql(`
      create function settled_position() returns bigint language sql stable as
      $$ select (pg_snapshot_xmin(pg_current_snapshot())::text::bigint << 12) + position_offset from event_log $$`);

    this.addSql(`
      create table events (
        organization_id uuid not null,
        position bigint not null,
        id uuid not null,
        type text not null,
        actor_id uuid,
        subject_type text not null,
        subject_id text not null,
        project_id uuid,
        recipient_id uuid,
        data jsonb not null,
        changes jsonb,
        occurred_at timestamptz not null default now(),
        primary key (organization_id, position)
      )`);
    this.addSql(`create index events_position on events (position)`);
    this.addSql(`create index events_project on events (organization_id, project_id, position)`);
    this.addSql(`select protect('events', true)`);
    this.addSql(`revoke update, delete on events from muster_app`);

    this.addSql(`
      create table audit_entries (
        organization_id uuid not null,
        position bigint not null,
        action text not null,
        actor_id uuid,
        subject_type text not null,
        subject_id text not null,
        project_id uuid,
        changes jsonb,
        ip text,
        user_agent text,
        request_id text,
        occurred_at timestamptz not null default now(),
        primary key (organization_id, position)
      )`);
    this.addSql(`create index audit_entries_subject on audit_entries (organization_id, subject_id, position)`);
    this.addSql(`select protect('audit_entries', true)`);
    this.addSql(`revoke update, delete on audit_entries from muster_app, muster_system`);

    this.addSql(`
      create table audit_seals (
        organization_id uuid not null,
        to_position bigint not null,
        entries int not null,
        hash text not null,
        previous_hash text not null,
        digests bytea not null,
        sealed_at timestamptz not null default now(),
        primary key (organization_id, to_position)
      )`);
    this.addSql(`select protect('audit_seals', true)`);
    this.addSql(`revoke insert, update, delete on audit_seals from muster_app`);
    this.addSql(`revoke update, delete on audit_seals from muster_system`);

    this.addSql(`
      create table event_followers (
        name text primary key,
        position bigint not null default 0,
        updated_at timestamptz not null default now()
      )`);
    this.addSql(`alter table event_followers enable row level security`);
    this.addSql(`create policy system on event_followers to muster_system using (true) with check (true)`);
    // A reaction moves its cursor in the tenant's transaction that holds its effect.
    this.addSql(`create policy app on event_followers to muster_app using (true) with check (true)`);

    this.addSql(`
      create table idempotency_keys (
        organization_id uuid not null,
        user_id uuid not null,
        route text not null,
        key text not null,
        body_hash text not null,
        status int,
        body jsonb,
        created_at timestamptz not null default now(),
        primary key (organization_id, user_id, route, key)
      )`);
    this.addSql(`create index idempotency_keys_age on idempotency_keys (created_at)`);
    this.addSql(`select protect('idempotency_keys', true)`);

    // Socket.IO's PostgreSQL adapter keeps messages here that are too long for NOTIFY.
    this.addSql(`
      create table socket_attachments (
        id bigint generated always as identity primary key,
        created_at timestamptz not null default now(),
        payload bytea
      )`);
    this.addSql(`alter table socket_attachments enable row level security`);
    this.addSql(`create policy system on socket_attachments to muster_system using (true) with check (true)`);

    // Row-level security lets an index serve only operators that cannot leak what they compare; these never raise an
    // error that tells of a row. Only a superuser may say so; elsewhere see docs/guide/deployment.md.
    this.addSql(`
      do $$ begin
        alter function arraycontains(anyarray, anyarray) leakproof;
        alter function arrayoverlap(anyarray, anyarray) leakproof;
        alter function ts_match_vq(tsvector, tsquery) leakproof;
        alter function texticlike(text, text) leakproof;
        alter function word_similarity_op(text, text) leakproof;
        alter function word_similarity_commutator_op(text, text) leakproof;
        alter function similarity_op(text, text) leakproof;
      exception when insufficient_privilege then
        raise notice 'not a superuser: some filters will not use their indexes';
      end $$`);
  }
}

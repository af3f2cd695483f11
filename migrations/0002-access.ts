import { Migration } from '@mikro-orm/migrations';

/** Accounts (who signs in, known to the system's role only) and organizations with members, roles and permissions. */
export class Access extends Migration {
  override up(): void {
    this.addSql(`
      create table accounts (
        id uuid primary key,
        kind text not null default 'person' check (kind in ('person', 'service')),
        email text not null,
        name text not null,
        password_hash text,
        email_verified_at timestamptz,
        totp_secret text,
        totp_confirmed_at timestamptz,
        totp_last_step bigint,
        recovery_code_hashes text[] not null default '{}',
        created_at timestamptz not null default now()
      )`);
    this.addSql(`create unique index accounts_email on accounts (lower(email))`);
    // Under the hash of what was guessed at, known or not, so that the answer does not tell which addresses exist.
    this.addSql(`
      create table guesses (
        key text primary key,
        failures int not null default 0,
        locked_until timestamptz,
        last_at timestamptz not null default now()
      )`);
    this.addSql(`create index guesses_age on guesses (last_at)`);
    this.addSql(`
      create table sessions (
        id uuid primary key,
        account_id uuid not null references accounts (id) on delete cascade,
        organization_id uuid not null,
        provider_id uuid,
        refresh_hash text not null,
        used_hashes text[] not null default '{}',
        user_agent text,
        ip text,
        created_at timestamptz not null default now(),
        last_used_at timestamptz not null default now(),
        expires_at timestamptz not null,
        revoked_at timestamptz
      )`);
    this.addSql(`create index sessions_account on sessions (account_id)`);
    this.addSql(`
      create table one_time_tokens (
        hash text primary key,
        account_id uuid references accounts (id) on delete cascade,
        purpose text not null,
        data jsonb not null default '{}',
        expires_at timestamptz not null,
        used_at timestamptz
      )`);
    this.addSql(`create index one_time_tokens_account on one_time_tokens (account_id)`);
    this.addSql(`create index one_time_tokens_age on one_time_tokens (expires_at)`);
    this.addSql(`
      create table account_identities (
        provider_id uuid not null,
        subject text not null,
        account_id uuid not null references accounts (id) on delete cascade,
        created_at timestamptz not null default now(),
        primary key (provider_id, subject)
      )`);
    this.addSql(`create index account_identities_account on account_identities (account_id)`);
    for (const table of ['accounts', 'guesses', 'sessions', 'one_time_tokens', 'account_identities']) {
      this.addSql(`alter table ${table} enable row level security`);
      this.addSql(`create policy system on ${table} to muster_system using (true) with check (true)`);
    }

    // A tenant may add programs of its own, and learns nothing of the accounts of people.
    this.addSql(`create policy services on accounts for insert to muster_app with check (kind = 'service')`);

    this.addSql(`
      create table organizations (
        organization_id uuid primary key,
        name text not null,
        slug text not null unique,
        time_zone text not null default 'UTC',
        policies jsonb not null default '{}',
        version int not null default 1,
        created_at timestamptz not null default now()
      )`);
    this.addSql(`select protect('organizations', true)`);

    this.addSql(`
      create table roles (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        key text not null,
        name text not null,
        description text not null default '',
        permissions jsonb not null default '[]',
        project_id uuid,
        built_in boolean not null default false,
        version int not null default 1,
        created_at timestamptz not null default now(),
        primary key (organization_id, id),
        unique (organization_id, key)
      )`);
    this.addSql(`select protect('roles', true)`);

    this.addSql(`
      create table members (
        organization_id uuid not null references organizations on delete cascade,
        user_id uuid not null references accounts (id),
        kind text not null default 'person' check (kind in ('person', 'service')),
        email text not null,
        name text not null,
        role_id uuid not null,
        status text not null default 'active' check (status in ('active', 'deactivated')),
        weekly_hours numeric not null default 40,
        time_zone text,
        version int not null default 1,
        created_at timestamptz not null default now(),
        primary key (organization_id, user_id),
        foreign key (organization_id, role_id) references roles
      )`);
    this.addSql(`create index members_user on members (user_id)`);
    this.addSql(`select protect('members', true)`);

    this.addSql(`
      create table invitations (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        email text not null,
        role_id uuid not null,
        token_hash text not null unique,
        invited_by uuid not null,
        expires_at timestamptz not null,
        accepted_at timestamptz,
        revoked_at timestamptz,
        created_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, role_id) references roles
      )`);
    this.addSql(`select protect('invitations', true)`);

    this.addSql(`
      create table permission_overrides (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        user_id uuid not null,
        scope_type text not null check (scope_type in ('organization', 'portfolio', 'project', 'task')),
        scope_id uuid not null,
        permission text not null,
        effect text not null check (effect in ('allow', 'deny')),
        conditions jsonb,
        fields text[],
        created_by uuid,
        version int not null default 1,
        created_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`create index permission_overrides_user on permission_overrides (organization_id, user_id)`);
    this.addSql(
      `create index permission_overrides_scope on permission_overrides (organization_id, scope_type, scope_id)`,
    );
    this.addSql(`select protect('permission_overrides', true)`);

    this.addSql(`
      create table access_tokens (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        user_id uuid not null,
        name text not null,
        hash text not null unique,
        scopes text[] not null default '{}',
        created_at timestamptz not null default now(),
        expires_at timestamptz,
        last_used_at timestamptz,
        revoked_at timestamptz,
        primary key (organization_id, id),
        foreign key (organization_id, user_id) references members on delete cascade
      )`);
    this.addSql(`create index access_tokens_user on access_tokens (organization_id, user_id)`);
    this.addSql(`select protect('access_tokens', true)`);

    this.addSql(`
      create table identity_providers (
        organization_id uuid not null references organizations on delete cascade,
        id uuid not null,
        name text not null,
        issuer text not null,
        client_id text not null,
        client_secret text not null,
        allowed_domains text[] not null default '{}',
        default_role_id uuid not null,
        enabled boolean not null default true,
        version int not null default 1,
        created_at timestamptz not null default now(),
        primary key (organization_id, id),
        foreign key (organization_id, default_role_id) references roles
      )`);
    this.addSql(`select protect('identity_providers', true)`);
  }
}

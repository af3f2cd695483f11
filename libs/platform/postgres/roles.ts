import { createHmac } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';

/** What requests run as: row-level security shows it one organization at a time. */
export const APP_ROLE = 'muster_app';
/** What the platform's own machinery runs as: the event log's readers, the queue, maintenance. */
export const SYSTEM_ROLE = 'muster_system';

const ATTEMPTS = 10;
/** Roles belong to the whole server: another database's Muster may be making the same one at this moment. */
const RACES = new Set(['XX000', '23505', '42710', '40001', '40P01']);

/** The role in DATABASE_URL lacks a right, or a role of ours has one too many; the message says what to run. */
export class RolesNotReady extends Error {
  override readonly name = 'RolesNotReady';
}

/**
 * Makes the two login roles of the application, with passwords that follow from `secret`, and lets them use every table
 * and sequence that the owner makes from now on: call it before the migrations. Rights that a migration takes away
 * stay away. Idempotent, and safe when several processes start at once.
 */
export async function ensureRoles(ownerUrl: string, secret: string): Promise<{ appUrl: string; systemUrl: string }> {
  const [appUrl, systemUrl] = [APP_ROLE, SYSTEM_ROLE].map((role) => urlFor(ownerUrl, role, passwordOf(role, secret)));
  for (let attempt = 1; ; attempt++) {
    try {
      await asOwner(ownerUrl, async (owner) => {
        await ensureRole(owner, APP_ROLE, secret, appUrl!);
        await ensureRole(owner, SYSTEM_ROLE, secret, systemUrl!);
        await grant(owner);
      });
      return { appUrl: appUrl!, systemUrl: systemUrl! };
    } catch (error) {
      if (attempt === ATTEMPTS || !RACES.has(codeOf(error) ?? '')) throw error;
      await sleep(10 + Math.random() * 40 * attempt);
    }
  }
}

async function asOwner(ownerUrl: string, work: (owner: pg.Client) => Promise<void>): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'muster-roles' });
  await owner.connect();
  try {
    await owner.query("select pg_advisory_lock(hashtextextended('muster.roles', 0))"); // ends with the connection
    await work(owner);
  } finally {
    await owner.end();
  }
}

async function ensureRole(owner: pg.Client, role: string, secret: string, url: string): Promise<void> {
  const { rows } = await owner.query<{ mighty: boolean }>(
    'select rolsuper or rolbypassrls or rolcreaterole or rolcreatedb as mighty from pg_roles where rolname = $1',
    [role],
  );
  const password = owner.escapeLiteral(passwordOf(role, secret));
  if (!rows[0]) {
    const rights = 'login nosuperuser nobypassrls nocreatedb nocreaterole noinherit';
    return change(owner, role, `create role ${role} ${rights} password ${password}`);
  }
  if (rows[0].mighty) {
    await change(owner, role, `alter role ${role} nosuperuser nobypassrls nocreatedb nocreaterole`);
  }
  if (!(await canLogIn(url))) await change(owner, role, `alter role ${role} login password ${password}`);
}

async function change(owner: pg.Client, role: string, statement: string): Promise<void> {
  try {
    await owner.query(statement);
  } catch (error) {
    if (codeOf(error) !== '42501') throw error; // insufficient_privilege
    throw new RolesNotReady(
      `The role "${owner.user}" of DATABASE_URL may not set up the role ${role} (${(error as Error).message}). ` +
        `As an administrator run: ALTER ROLE "${owner.user}" CREATEROLE; — and where ${role} exists already: ` +
        `ALTER ROLE ${role} NOSUPERUSER NOBYPASSRLS NOCREATEDB NOCREATEROLE; GRANT ${role} TO "${owner.user}" WITH ADMIN OPTION;`,
      { cause: error },
    );
  }
}

async function grant(owner: pg.Client): Promise<void> {
  const roles = `${APP_ROLE}, ${SYSTEM_ROLE}`;
  await owner.query(`
    begin;
    revoke create on schema public from public;
    grant connect on database ${owner.escapeIdentifier(owner.database ?? '')} to ${roles};
    grant usage on schema public to ${roles};
    alter default privileges in schema public grant select, insert, update, delete on tables to ${roles};
    alter default privileges in schema public grant usage, select on sequences to ${roles};
    commit`);
}

/** Only a refused password or a role that may not log in counts as no; a server that does not answer is an error. */
async function canLogIn(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  try {
    await client.connect();
    return true;
  } catch (error) {
    if (['28P01', '28000'].includes(codeOf(error) ?? '')) return false;
    throw error;
  } finally {
    await client.end().catch(() => undefined);
  }
}

const passwordOf = (role: string, secret: string): string => createHmac('sha256', secret).update(role).digest('hex');

function urlFor(ownerUrl: string, role: string, password: string): string {
  const url = new URL(ownerUrl);
  url.username = role;
  url.password = password;
  if (url.username === role) return url.href;
  url.searchParams.set('user', role); // a URL without a host (a socket's) has no place for a name
  url.searchParams.set('password', password);
  return url.href;
}

const codeOf = (error: unknown): string | undefined => (error as { code?: string }).code;

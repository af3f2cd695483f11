import { afterAll, beforeAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import { mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbedded } from './embedded/embedded-server.ts';
import { APP_ROLE, ensureRoles, RolesNotReady, SYSTEM_ROLE } from './roles.ts';

jest.setTimeout(60_000);

describe('The database roles', () => {
  let dataDir: string;
  let server: EmbeddedServer;

  const query = async <T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> => {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query<T>(sql)).rows;
    } finally {
      await client.end();
    }
  };
  const database = (name: string): string => server.url.replace(/muster$/, name);

  beforeAll(async () => {
    dataDir = mkdtempSync(join('/tmp', 'muster-roles-'));
    server = await startEmbedded({ dataDir, log: () => undefined });
  });
  afterAll(async () => {
    await server.stop();
    rmSync(dataDir, { recursive: true });
  });
  beforeEach(async () => {
    for (const name of ['one', 'two', 'hosted']) await query(server.url, `drop database if exists ${name}`);
    const roles = await query<{ rolname: string }>(
      server.url,
      "select rolname from pg_roles where rolname like 'muster\\__%'",
    );
    for (const { rolname } of roles) await query(server.url, `drop owned by ${rolname}; drop role ${rolname}`);
  });

  it('can log in and have no power of their own', async () => {
    const { appUrl, systemUrl } = await ensureRoles(server.url, 'secret');
    expect(await query(appUrl, 'select current_user::text as role')).toEqual([{ role: APP_ROLE }]);
    expect(await query(systemUrl, 'select current_user::text as role')).toEqual([{ role: SYSTEM_ROLE }]);
    expect(
      await query(
        server.url,
        `select distinct rolsuper, rolbypassrls, rolcreatedb, rolcreaterole, rolreplication from pg_roles
         where rolname in ('${APP_ROLE}', '${SYSTEM_ROLE}')`,
      ),
    ).toEqual([
      { rolsuper: false, rolbypassrls: false, rolcreatedb: false, rolcreaterole: false, rolreplication: false },
    ]);
    await expect(query(appUrl, 'create table mine ()')).rejects.toThrow('permission denied for schema public');
  });

  it('may use what the owner makes later, and keep out of what a migration closed', async () => {
    const { appUrl } = await ensureRoles(server.url, 'secret');
    await query(
      server.url,
      `drop table if exists notes; create table notes (id serial, body text);
       drop table if exists closed; create table closed (id int); revoke update, delete on closed from ${APP_ROLE}`,
    );
    await ensureRoles(server.url, 'secret');
    await query(appUrl, "insert into notes (body) values ('a'); update notes set body = 'b'; delete from notes");
    await query(appUrl, 'insert into closed values (1)');
    await expect(query(appUrl, 'delete from closed')).rejects.toThrow('permission denied');
    await expect(query(appUrl, 'truncate notes')).rejects.toThrow('permission denied');
  });

  it('follow a change of the secret', async () => {
    const before = await ensureRoles(server.url, 'old');
    const after = await ensureRoles(server.url, 'new');
    await expect(query(before.appUrl, 'select 1')).rejects.toThrow('password authentication failed');
    await query(after.appUrl, 'select 1');
  });

  it('lose a power that somebody gave them', async () => {
    await ensureRoles(server.url, 'secret');
    await query(server.url, `alter role ${APP_ROLE} bypassrls`);
    await ensureRoles(server.url, 'secret');
    expect(await query(server.url, `select rolbypassrls from pg_roles where rolname = '${APP_ROLE}'`)).toEqual([
      { rolbypassrls: false },
    ]);
  });

  it('are made once when several processes start, also on several databases of one server', async () => {
    const names = ['one', 'two'];
    for (const name of names) await query(server.url, `create database ${name}`);
    const urls = [server.url, ...names.map(database)].flatMap((url) => [url, url, url]);
    const made = await Promise.all(urls.map((url) => ensureRoles(url, 'secret')));
    await Promise.all(made.map(({ appUrl }) => query(appUrl, 'select 1')));
    await Promise.all(made.map(({ appUrl }) => query(appUrl, 'select 1')));
  });

  describe('on a server where the owner is no superuser', () => {
    const ownerUrl = (role: string): string =>
      server.url.replace(/muster:[^@]*@/, `${role}:x@`).replace(/muster$/, 'hosted');

    beforeEach(async () => {
      await query(server.url, "drop role if exists alice; create role alice login password 'x'");
      await query(server.url, 'create database hosted owner alice');
    });

    it('are made by an owner who may create roles', async () => {
      await query(server.url, 'alter role alice createrole');
      const { appUrl } = await ensureRoles(ownerUrl('alice'), 'old');
      await query(ownerUrl('alice'), 'create table notes (id serial)');
      await query(appUrl, 'insert into notes default values');
      await query((await ensureRoles(ownerUrl('alice'), 'new')).systemUrl, 'select * from notes');
    });

    it('are asked for in a clear sentence where the owner may not create them', async () => {
      const attempt = ensureRoles(ownerUrl('alice'), 'secret');
      await expect(attempt).rejects.toThrow(RolesNotReady);
      await expect(attempt).rejects.toThrow('ALTER ROLE "alice" CREATEROLE');
    });

    it('are used as they are where an administrator made them', async () => {
      await ensureRoles(server.url, 'secret');
      const { appUrl } = await ensureRoles(ownerUrl('alice'), 'secret');
      await query(appUrl, 'select 1');
    });
  });

  it('are put into the URL, its host and parameters untouched', async () => {
    const { appUrl } = await ensureRoles(`${server.url}?application_name=x`, 'secret');
    expect(appUrl).toMatch(/^postgres:\/\/muster_app:[0-9a-f]{64}@127\.0\.0\.1:\d+\/muster\?application_name=x$/);
  });

  it('are put into the parameters of a URL that has no host, as one for a socket', async () => {
    const { username, password, hostname, port } = new URL(server.url);
    const ownerUrl = `postgres:///muster?host=${hostname}&port=${port}&user=${username}&password=${password}`;
    const { appUrl } = await ensureRoles(ownerUrl, 'secret');
    expect(await query(appUrl, 'select current_user::text as role')).toEqual([{ role: APP_ROLE }]);
  });
});

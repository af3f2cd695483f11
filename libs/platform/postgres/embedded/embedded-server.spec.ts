import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { type EmbeddedServer, runningServerUrl, startEmbedded } from './embedded-server.ts';
import { isRunning, query } from './testing/server-process.ts';

jest.setTimeout(60_000);

describe('The embedded server', () => {
  let dataDir: string;
  let server: EmbeddedServer | undefined;
  const lines: string[] = [];
  const start = async (folder = dataDir): Promise<EmbeddedServer> =>
    (server = await startEmbedded({ dataDir: folder, log: (line) => lines.push(line) }));

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'muster-embedded-'));
  });
  afterEach(() => server?.stop());
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('starts on an empty folder within 10 s and answers as a superuser', async () => {
    const before = performance.now();
    const { url } = await start();
    expect(performance.now() - before).toBeLessThan(10_000);
    expect(url).toMatch(/^postgres:\/\/muster:[\w-]{32}@127\.0\.0\.1:\d+\/muster$/);
    expect(await query(url, 'select rolsuper from pg_roles where rolname = current_user')).toEqual([
      { rolsuper: true },
    ]);
  });

  it('keeps the data, the password and the port when it starts again', async () => {
    const first = await start();
    await query(first.url, 'create table kept as select 42 as answer');
    await first.stop();
    const second = await start();
    expect(second.url).toBe(first.url);
    expect(await query(second.url, 'select * from kept')).toEqual([{ answer: 42 }]);
  });

  it('leaves no process behind when it stops, and may be stopped twice', async () => {
    const { pid } = await start();
    await server!.stop();
    await server!.stop();
    expect(isRunning(pid!)).toBe(false);
  });

  it('writes what it acknowledged to the disk, with checksums', async () => {
    const { url } = await start();
    const names = ['fsync', 'synchronous_commit', 'full_page_writes', 'data_checksums'];
    const settings = await query(
      url,
      `select distinct setting from pg_settings where name in ('${names.join("','")}')`,
    );
    expect(settings).toEqual([{ setting: 'on' }]);
  });

  it('answers on this machine only, and only with the password', async () => {
    const { url } = await start();
    const outside = Object.values(networkInterfaces())
      .flat()
      .find((address) => address?.family === 'IPv4' && !address.internal);
    await expect(query(url.replace('127.0.0.1', outside?.address ?? '[::1]'), 'select 1')).rejects.toThrow(
      'ECONNREFUSED',
    );
    await expect(query(url.replace(/:[\w-]{32}@/, ':guess@'), 'select 1')).rejects.toThrow(
      'password authentication failed',
    );
    expect(await query(url, 'show unix_socket_directories')).toEqual([{ unix_socket_directories: '' }]);
    const home = realpathSync(join(dataDir, 'postgres'));
    expect(statSync(home).mode & 0o777).toBe(0o700);
    expect(statSync(join(home, 'password')).mode & 0o777).toBe(0o600);
  });

  it('folds and searches letters beyond ASCII alike on every machine', async () => {
    const { url } = await start();
    await query(url, 'create extension if not exists pg_trgm');
    const [row] = await query(
      url,
      `select lower('ÄÉŁ') as lower, to_tsvector('simple', 'Grüße ÄPFEL') @@ to_tsquery('simple', 'äpf:*') as found,
              similarity('ÄPFEL', 'äpfel') as alike`,
    );
    expect(row).toEqual({ lower: 'äéł', found: true, alike: 1 });
  });

  it('brings the extensions that Muster uses', async () => {
    const { url } = await start();
    for (const name of ['btree_gist', 'pg_trgm', 'citext', 'ltree', 'pgcrypto', 'unaccent', 'pg_stat_statements']) {
      await query(url, `create extension if not exists ${name}`);
    }
  });

  it('says nothing of failed statements, which may hold what people wrote', async () => {
    const { url } = await start();
    await expect(query(url, "select 'private'::int")).rejects.toThrow('private');
    expect(lines.join()).not.toContain('private');
  });

  it('takes another port where its own is taken', async () => {
    const first = await start();
    const { port } = new URL(first.url);
    await first.stop();
    const squatter = createServer();
    await new Promise<void>((resolve) => squatter.listen(Number(port), '127.0.0.1', resolve));
    const second = await start();
    expect(new URL(second.url).port).not.toBe(port);
    await query(second.url, 'select 1');
    await new Promise((resolve) => squatter.close(resolve));
  });

  it('begins anew where the making of the data folder was cut short', async () => {
    const folder = join(dataDir, 'cut-short');
    await start(folder).then((made) => made.stop());
    const home = realpathSync(join(folder, 'postgres'));
    rmSync(join(home, 'cluster'), { recursive: true });
    mkdirSync(join(home, 'cluster.new'));
    writeFileSync(join(home, 'cluster.new', 'PG_VERSION'), '18\n');
    await query((await start(folder)).url, 'select 1');
  });

  it('names both versions where another PostgreSQL made the data, and lets the folder go', async () => {
    const folder = join(dataDir, 'old');
    const { url } = await start(folder);
    await server!.stop();
    const versionFile = join(realpathSync(join(folder, 'postgres')), 'cluster', 'PG_VERSION');
    writeFileSync(versionFile, '17\n');
    await expect(start(folder)).rejects.toThrow(/made by PostgreSQL 17, and this Muster brings 18/);
    writeFileSync(versionFile, '18\n');
    expect((await start(folder)).url).toBe(url);
  });

  it('shows its URL to another process on the folder while it runs', async () => {
    const { url } = await start();
    expect(runningServerUrl(dataDir)).toBe(url);
    await server!.stop();
    expect(runningServerUrl(dataDir)).toBeUndefined();
    expect(runningServerUrl(join(dataDir, 'nowhere'))).toBeUndefined();
  });
});

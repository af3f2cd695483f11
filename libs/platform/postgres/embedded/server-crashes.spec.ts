import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { chownSync, mkdtempSync, realpathSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, startEmbedded } from './embedded-server.ts';
import { holdServer, isRunning, kill9, query, type ServerProcess, until, watchOf } from './testing/server-process.ts';

const TEN_SECONDS = 10_000;

jest.setTimeout(60_000);

describe('After a crash', () => {
  let dataDir: string;
  let server: EmbeddedServer | undefined;
  let held: ServerProcess | undefined;
  const start = async (): Promise<EmbeddedServer> => (server = await startEmbedded({ dataDir, log: () => undefined }));
  const hold = async (): Promise<ServerProcess> => (held = await holdServer(dataDir));
  const cluster = (): string => join(realpathSync(join(dataDir, 'postgres')), 'cluster');

  /** Starts the server again, which must not take long, and expects every acknowledged row. */
  const expectRecovery = async (rows: number): Promise<void> => {
    const before = performance.now();
    const { url } = await start();
    expect(performance.now() - before).toBeLessThan(TEN_SECONDS);
    expect(await query(url, 'select count(*)::int as rows from written')).toEqual([{ rows }]);
  };
  const write = async (url: string): Promise<number> => {
    const [row] = await query<{ rows: number }>(
      url,
      `create table if not exists written (id int);
       insert into written select generate_series(1, 1000);`,
    ).then(() => query<{ rows: number }>(url, 'select count(*)::int as rows from written'));
    return row!.rows;
  };

  beforeAll(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'muster-crash-'));
  });
  afterEach(async () => {
    await server?.stop();
    if (held && isRunning(held.child.pid!)) await kill9(held);
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('of Muster, PostgreSQL ends by itself and the folder starts again', async () => {
    const { url, pid } = await hold();
    const rows = await write(url);
    await kill9(held!);
    await until(() => !isRunning(pid));
    await expectRecovery(rows);
  });

  it('of Muster and PostgreSQL together, the folder starts again', async () => {
    const { url, pid } = await hold();
    const rows = await write(url);
    process.kill(pid, 'SIGKILL');
    await kill9(held!);
    await expectRecovery(rows);
  });

  it('of Muster and the watch over PostgreSQL, the next start ends the PostgreSQL left behind', async () => {
    const { url, pid } = await hold();
    const rows = await write(url);
    process.kill(watchOf(pid), 'SIGKILL');
    await kill9(held!);
    expect(isRunning(pid)).toBe(true);
    await expectRecovery(rows);
    expect(isRunning(pid)).toBe(false);
  });

  it('of PostgreSQL, it comes up again at the same place, and a pool finds it', async () => {
    const { url, pid } = await start();
    const pool = new pg.Pool({ connectionString: url, max: 2 });
    pool.on('error', () => undefined);
    const rows = await write(url);
    await pool.query('select 1');
    const before = performance.now();
    process.kill(pid!, 'SIGKILL');
    await until(() =>
      pool.query('select 1').then(
        () => server!.pid !== pid,
        () => false,
      ),
    );
    expect(performance.now() - before).toBeLessThan(TEN_SECONDS);
    expect((await pool.query<{ rows: number }>('select count(*)::int as rows from written')).rows).toEqual([{ rows }]);
    await pool.end();
  });

  it('of PostgreSQL, a backend that is too busy to notice does not hold the new one up', async () => {
    const { url, pid } = await start();
    const busy = query(url, 'select count(*) from generate_series(1, 100000000000)').catch(
      (error: Error) => error.message,
    );
    await until(async () => {
      const rows = await query(
        url,
        "select from pg_stat_activity where state = 'active' and query like '%generate_series%'",
      );
      return rows.length > 1;
    });
    const before = performance.now();
    process.kill(pid!, 'SIGKILL');
    await until(() =>
      query(url, 'select 1').then(
        () => server!.pid !== pid,
        () => false,
      ),
    );
    expect(performance.now() - before).toBeLessThan(TEN_SECONDS);
    expect(await busy).toEqual(expect.any(String));
  });

  it('of PostgreSQL time and again, it still comes up', async () => {
    const { url } = await start();
    for (let round = 0; round < 3; round++) {
      const { pid } = server!;
      process.kill(pid!, 'SIGKILL');
      await until(() => server!.pid !== pid);
    }
    await query(url, 'select 1');
  });

  it('may be followed at once by a stop', async () => {
    const { pid } = await start();
    process.kill(pid!, 'SIGKILL');
    await until(() => !isRunning(pid!));
    await server!.stop();
    await start();
  });

  it('a stale pid file that names a process of today does not keep PostgreSQL from starting', async () => {
    const { url } = await start();
    const rows = await write(url);
    await server!.stop();
    const { uid, gid } = statSync(cluster());
    const stranger: ChildProcess = spawn('sleep', ['60'], { uid, gid, cwd: '/' });
    const pidFile = join(cluster(), 'postmaster.pid');
    writeFileSync(
      pidFile,
      `${stranger.pid}\n${cluster()}\n1700000000\n5432\n\n127.0.0.1\n  1000000     32768\nready   \n`,
    );
    chownSync(pidFile, uid, gid);
    await expectRecovery(rows);
    expect(isRunning(stranger.pid!)).toBe(true);
    stranger.kill();
    await once(stranger, 'exit');
  });
});

describe('Two starts on one data folder', () => {
  let dataDir: string;
  let first: ServerProcess;

  beforeAll(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'muster-twice-'));
    first = await holdServer(dataDir);
  });
  afterAll(() => rmSync(dataDir, { recursive: true }));

  it('leave the second with a sentence that names the first', async () => {
    const second = await holdServer(dataDir);
    expect(second.error).toContain(`Muster already runs on the data folder ${dataDir} (process ${first.child.pid}).`);
    await query(first.url, 'select 1');
  });

  it('end in order on Ctrl-C, which every process of the terminal receives', async () => {
    process.kill(-first.child.pid!, 'SIGINT');
    expect(await first.next()).toEqual({ stopped: true });
    expect(isRunning(first.pid)).toBe(false);
  });
});

import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import {
  chmodSync,
  chownSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readlinkSync,
  realpathSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { type EmbeddedServer, startEmbedded } from './embedded-server.ts';
import { findPrograms } from './programs.ts';
import { canEnter, serverUser } from './server-user.ts';
import { holdServer, kill9, query } from './testing/server-process.ts';

jest.setTimeout(60_000);

const NOBODY = { uid: 65534, gid: 65534 };
const isRoot = process.getuid?.() === 0;

/** Root is the special case; without it, the other specs of this folder run as the plain user that they are. */
const asRoot = isRoot ? describe : () => undefined;

describe('A plain user', () => {
  it('runs PostgreSQL as itself, and root and that user may take turns on one folder', async () => {
    if (!isRoot) return expect(serverUser(tmpdir())).toBeUndefined();
    if (!canEnter(import.meta.dirname, NOBODY)) return; // this clone is closed to everyone but root
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-plain-'));
    chownSync(dataDir, NOBODY.uid, NOBODY.gid);
    for (const user of [undefined, NOBODY, undefined, NOBODY]) {
      const held = await holdServer(dataDir, user);
      expect(held.error).toBeUndefined();
      await query(held.url, 'select 1');
      if (user) expect(statSync(`/proc/${held.pid}`).uid).toBe(user.uid);
      await kill9(held);
    }
    rmSync(dataDir, { recursive: true });
  });

  it('is told when the folder is closed to it', async () => {
    if (!isRoot || !canEnter(import.meta.dirname, NOBODY)) return; // needs two users and a clone open to both
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-closed-'));
    chmodSync(dataDir, 0o755);
    mkdirSync(join(dataDir, 'postgres'), { mode: 0o700 });
    const { error } = await holdServer(dataDir, NOBODY);
    expect(error).toBe(`${join(dataDir, 'postgres')} belongs to another user: start Muster as that user or as root.`);
    rmSync(dataDir, { recursive: true });
  });
});

asRoot('Root', () => {
  let closed: string;
  let server: EmbeddedServer | undefined;
  const lines: string[] = [];
  const start = async (dataDir: string): Promise<EmbeddedServer> =>
    (server = await startEmbedded({ dataDir, log: (line) => lines.push(line) }));

  beforeEach(() => {
    closed = mkdtempSync(join(tmpdir(), 'muster-closed-')); // closed to everyone else, as /root is
    lines.length = 0;
  });
  afterEach(async () => {
    await server?.stop();
    rmSync(closed, { recursive: true });
  });

  it('runs PostgreSQL as another user', async () => {
    chmodSync(closed, 0o755);
    const { pid } = await start(join(closed, '.data'));
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
  });

  it('lets that user pass through a data folder of its own, and no further', async () => {
    const { pid } = await start(closed);
    expect(statSync(`/proc/${pid}`).uid).not.toBe(0);
    expect(statSync(closed).mode & 0o777).toBe(0o711);
    expect(lstatSync(join(closed, 'postgres')).isDirectory()).toBe(true);
    expect(statSync(join(closed, 'postgres')).mode & 0o777).toBe(0o700);
  });

  it('opens no folder that holds other things', async () => {
    writeFileSync(join(closed, 'letter.txt'), '');
    await start(closed);
    expect(statSync(closed).mode & 0o777).toBe(0o700);
    expect(lstatSync(join(closed, 'postgres')).isSymbolicLink()).toBe(true);
    await server!.stop();
    rmSync(readlinkSync(join(closed, 'postgres')), { recursive: true });
  });

  it('keeps the data in a shared folder, and says so, where that user may not enter', async () => {
    const dataDir = join(closed, 'clone', '.data');
    const place = join(dataDir, 'postgres');
    await query((await start(dataDir)).url, 'create table kept ()');
    await server!.stop();
    const elsewhere = readlinkSync(place);
    expect(elsewhere).toMatch(/^\/var\/(lib|tmp)\/muster\/data-/);
    expect(lines[0]).toMatch(
      /^PostgreSQL does not run as root, and user \d+ may not enter .*\/clone\/.data: its data is in/,
    );
    expect(lines[0]).toContain(elsewhere);
    expect(statSync(elsewhere).mode & 0o777).toBe(0o700);

    await query((await start(dataDir)).url, 'select from kept');
    await server!.stop();
    expect(readlinkSync(place)).toBe(elsewhere);
    rmSync(elsewhere, { recursive: true });
  });

  it('copies the programs to a shared folder where that user may not enter theirs', () => {
    const user = serverUser(closed)!;
    const native = join(closed, 'package', 'native');
    mkdirSync(dirname(native));
    symlinkSync(realpathSync(join(dirname(findPrograms(user).postgres), '..')), native);
    const { postgres } = findPrograms(user, native);
    expect(postgres).toMatch(/^\/var\/(lib|tmp)\/muster\/postgresql-18\.[^/]+\/bin\/postgres$/);
    expect(canEnter(dirname(postgres), user)).toBe(true);
    expect(findPrograms(user, native).postgres).toBe(postgres);
  });

  it('is told what to do where the programs do not run at all', () => {
    const empty = join(closed, 'empty', 'native');
    mkdirSync(empty, { recursive: true });
    expect(() => findPrograms(undefined, empty)).toThrow(/does not run here .*npm ci.*DATABASE_URL/);
  });
});

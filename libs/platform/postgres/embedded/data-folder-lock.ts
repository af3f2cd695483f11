import { chownSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as sleep } from 'node:timers/promises';
import { isAlive } from './processes.ts';

const held = new Set<DataFolderLock>(); // a handle that is collected as garbage would let its lock go

/** Another process works on the data folder. */
export class DataFolderInUse extends Error {
  readonly pid: number | undefined;

  constructor(folder: string, pid: number | undefined) {
    const who = pid === undefined ? 'another process' : `process ${pid}`;
    super(
      `Muster already runs on the data folder ${folder} (${who}). ` +
        'Stop that one first, or give this one a folder of its own with MUSTER_DATA_DIR.',
    );
    this.name = 'DataFolderInUse';
    this.pid = pid;
  }
}

/**
 * Lets one process at a time work on a folder. The lock is SQLite's lock on a file, so the kernel takes it back when its
 * holder dies, however it dies: none is ever stale, and a pid that is used again cannot be mistaken for the holder.
 */
export class DataFolderLock {
  private readonly pidFile: string;
  private readonly database: DatabaseSync;

  private constructor(pidFile: string, database: DatabaseSync) {
    this.pidFile = pidFile;
    this.database = database;
  }

  /** Takes the lock of `folder`; throws `DataFolderInUse` with the holder's pid, `shownAs` being what people call the folder. */
  static async acquire(folder: string, shownAs = folder): Promise<DataFolderLock> {
    const pidFile = join(folder, 'muster.pid');
    const database = lock(folder);
    if (!database) throw new DataFolderInUse(shownAs, await holder(pidFile));
    rmSync(pidFile, { force: true }); // a crash may have left one of another user's
    writeFileSync(pidFile, `${process.pid}\n`);
    const taken = new DataFolderLock(pidFile, database);
    held.add(taken);
    return taken;
  }

  /** Whether some process holds the lock of `folder`. */
  static isHeld(folder: string): boolean {
    const database = lock(folder);
    database?.close();
    return database === undefined;
  }

  release(): void {
    if (!held.delete(this)) return;
    rmSync(this.pidFile, { force: true });
    this.database.close();
  }
}

function lock(folder: string): DatabaseSync | undefined {
  const file = join(folder, 'lock');
  const database = new DatabaseSync(file);
  try {
    shareWithOwner(file, folder);
    database.exec('begin immediate');
    return database;
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === 5) return undefined; // SQLITE_BUSY
    throw error;
  }
}

/** What root makes in a plain user's folder, that user must be able to open later. */
function shareWithOwner(file: string, folder: string): void {
  if (process.getuid?.() !== 0) return;
  const { uid, gid } = statSync(folder);
  chownSync(file, uid, gid);
}

/** The holder writes its pid just after it took the lock, so the file may be a moment behind. */
async function holder(pidFile: string): Promise<number | undefined> {
  for (let attempt = 0; attempt < 20; attempt++) {
    const pid = readPid(pidFile);
    if (pid !== undefined && isAlive(pid)) return pid;
    await sleep(10);
  }
  return undefined;
}

function readPid(pidFile: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(pidFile, 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

import { spawnSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process with this id exists, whoever owns it. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

/** Sends a signal; a process that has just ended is no error. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/**
 * Ends every PostgreSQL process that an earlier, killed Muster left working in the folder of `cluster`: politely, then
 * firmly; all of it within 8 s. What was committed is in the log on disk either way.
 */
export async function endLeftovers(cluster: string): Promise<void> {
  const steps = [
    ['SIGINT', 5_000],
    ['SIGQUIT', 2_000],
    ['SIGKILL', 1_000],
  ] as const;
  for (const [name, patience] of steps) {
    const until = Date.now() + patience;
    for (const pid of serversIn(cluster)) signal(pid, name);
    while (serversIn(cluster).length > 0 && Date.now() < until) await sleep(20);
  }
  disownPidFile(cluster);
}

/** PostgreSQL runs with its data folder as working folder: postmaster and backends alike. */
function serversIn(cluster: string): number[] {
  if (process.platform === 'linux') return pidsOnLinux().filter((pid) => workingFolder(pid) === cluster);
  const pid = postmasterPid(cluster);
  return pid !== undefined && commandOf(pid).includes(cluster) ? [pid] : [];
}

/**
 * A stale postmaster.pid may name a process that runs by chance (pids repeat soon in containers), and PostgreSQL would
 * refuse to start. It ignores a file that names its parent, so the file is made to name us; its other lines must stay,
 * for they lead PostgreSQL to memory that a lost backend may still use.
 */
function disownPidFile(cluster: string): void {
  const pid = postmasterPid(cluster);
  if (pid === undefined || !isAlive(pid)) return;
  const file = join(cluster, 'postmaster.pid');
  writeFileSync(file, readFileSync(file, 'utf8').replace(/^\d+/, String(process.pid)));
}

function postmasterPid(cluster: string): number | undefined {
  try {
    return Number.parseInt(readFileSync(join(cluster, 'postmaster.pid'), 'utf8'), 10) || undefined;
  } catch {
    return undefined;
  }
}

const pidsOnLinux = (): number[] => readdirSync('/proc').map(Number).filter(Number.isInteger);

function workingFolder(pid: number): string | undefined {
  try {
    return readlinkSync(`/proc/${pid}/cwd`);
  } catch {
    return undefined; // ended meanwhile, or not ours to look at
  }
}

function commandOf(pid: number): string {
  return spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' }).stdout ?? '';
}

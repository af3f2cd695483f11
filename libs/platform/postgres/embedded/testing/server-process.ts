import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import pg from 'pg';
import type { ServerUser } from '../server-user.ts';

const SCRIPT = join(import.meta.dirname, 'hold-server.ts');

/** A Muster process that holds an embedded server. */
export interface ServerProcess {
  readonly child: ChildProcess;
  readonly url: string;
  /** Of PostgreSQL. */
  readonly pid: number;
  readonly error?: string;
  /** The next line that the process says. */
  next(): Promise<Record<string, unknown>>;
}

/** Starts one and waits until it answers or says why it does not. */
export async function holdServer(dataDir: string, user?: ServerUser): Promise<ServerProcess> {
  const child = spawn(process.execPath, [SCRIPT, dataDir], {
    ...user,
    cwd: '/',
    detached: true,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value ?? '{}') as Record<string, unknown>;
  return { ...((await next()) as { url: string; pid: number; error?: string }), child, next };
}

/** Ends a process without a chance to clean up. */
export async function kill9({ child }: ServerProcess): Promise<void> {
  child.kill('SIGKILL');
  await once(child, 'exit');
}

/** The process that would stop PostgreSQL `pid` once its Muster is gone. */
export function watchOf(pid: number): number {
  const found = readdirSync('/proc')
    .map(Number)
    .filter(Number.isInteger)
    .find((candidate) => commandLine(candidate).join(' ').endsWith(`kill -INT "$1" sh ${pid}`));
  if (!found) throw new Error(`Nobody watches over ${pid}.`);
  return found;
}

/** Whether a process still works; one that has ended and waits for its parent to notice does not. */
export function isRunning(pid: number): boolean {
  return commandLine(pid).length > 0;
}

function commandLine(pid: number): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').slice(0, -1);
  } catch {
    return [];
  }
}

/** Rows of one statement on a connection of its own. */
export async function query<T extends pg.QueryResultRow>(url: string, sql: string): Promise<T[]> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    return (await client.query<T>(sql)).rows;
  } finally {
    await client.end().catch(() => undefined);
  }
}

/** Waits until `holds` does; the test's own time limit ends a wait in vain. */
export async function until(holds: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await holds())) await new Promise((resolve) => setTimeout(resolve, 20));
}

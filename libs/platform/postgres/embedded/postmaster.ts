import { type ChildProcess, spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Programs } from './programs.ts';
import type { ServerHome } from './server-home.ts';
import { serverSettings } from './server-settings.ts';

/** Long enough to replay the log after a crash on a slow disk. */
const START_TIMEOUT_MS = 60_000;
const STOP_STEPS = [
  ['SIGINT', 10_000],
  ['SIGQUIT', 5_000],
  ['SIGKILL', 5_000],
] as const;

/** PostgreSQL ended before it was ready; its last words say why. */
export class ServerDidNotStart extends Error {
  override readonly name = 'ServerDidNotStart';
}

/** One running PostgreSQL, from its start to its end. */
export class Postmaster {
  readonly ended: Promise<void>;
  private readonly child: ChildProcess;
  private readonly lastWords: string[] = [];

  private constructor(home: ServerHome, programs: Programs, port: number, log: (line: string) => void) {
    // A group of its own: Ctrl-C reaches Muster alone, which lets work end before it stops the server.
    this.child = spawn(programs.postgres, ['-D', home.cluster, ...serverSettings(port)], {
      ...home.user,
      cwd: '/',
      env: { LC_ALL: 'C' },
      detached: true,
      stdio: ['ignore', 'ignore', 'pipe'],
    });
    this.ended = new Promise((resolve) => this.child.once('exit', () => resolve()).once('error', () => resolve()));
    createInterface({ input: this.child.stderr! }).on('line', (line) => {
      this.lastWords.push(line);
      if (this.lastWords.length > 20) this.lastWords.shift();
      log(line);
    });
    const watch = watchOver(this.child, home);
    void this.ended.then(() => watch?.kill('SIGKILL'));
  }

  /** Starts the server of `home` and waits until it answers. */
  static async start(
    home: ServerHome,
    programs: Programs,
    port: number,
    log: (line: string) => void,
  ): Promise<Postmaster> {
    const postmaster = new Postmaster(home, programs, port, log);
    const until = Date.now() + START_TIMEOUT_MS;
    while (!(await answers(home.url(port, 'postgres')))) {
      if (postmaster.hasEnded) {
        await sleep(50); // its last words are still on their way
        throw new ServerDidNotStart(`PostgreSQL did not start: ${postmaster.lastWords.join(' ')}`);
      }
      if (Date.now() > until) {
        await postmaster.stop();
        throw new ServerDidNotStart(`PostgreSQL was not ready within ${START_TIMEOUT_MS / 1000} s.`);
      }
      await sleep(20);
    }
    return postmaster;
  }

  get pid(): number {
    return this.child.pid!;
  }

  /** Ends connections, writes a checkpoint and ends; by force where that takes too long. */
  async stop(): Promise<void> {
    for (const [name, patience] of STOP_STEPS) {
      if (this.hasEnded) break;
      this.child.kill(name);
      await Promise.race([this.ended, sleep(patience, undefined, { ref: false })]);
    }
    await this.ended;
  }

  private get hasEnded(): boolean {
    return this.child.pid === undefined || this.child.exitCode !== null || this.child.signalCode !== null;
  }
}

/** Stops the server once this process is gone, even by kill -9: the pipe between them closes, and the read ends. */
function watchOver({ pid }: ChildProcess, home: ServerHome): ChildProcess | undefined {
  if (pid === undefined || process.platform === 'win32') return undefined;
  const watch = spawn('/bin/sh', ['-c', 'read -r _; kill -INT "$1"', 'sh', String(pid)], {
    ...home.user,
    cwd: '/',
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  });
  watch.unref();
  return watch;
}

async function answers(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    return true;
  } catch {
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

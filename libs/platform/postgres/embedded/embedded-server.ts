import { createServer } from 'node:net';
import { once } from 'node:events';
import { existsSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { ensureCluster } from './cluster.ts';
import { DataFolderLock } from './data-folder-lock.ts';
import { Postmaster, ServerDidNotStart } from './postmaster.ts';
import { endLeftovers } from './processes.ts';
import { findPrograms, type Programs } from './programs.ts';
import { ServerHome } from './server-home.ts';

const START_ATTEMPTS = 5;
const SHORTEST_PAUSE_MS = 50;
const LONGEST_PAUSE_MS = 5_000;

/** Where the server keeps its data, and who hears what it says. */
export interface EmbeddedOptions {
  readonly dataDir: string;
  readonly log: (line: string) => void;
}

/**
 * Starts the PostgreSQL that npm installed on the data folder, and keeps it running until `stop`. It answers on this
 * machine only, ends with this process, and comes up again after any crash of either. Throws `DataFolderInUse` when
 * another process runs on the folder.
 */
export async function startEmbedded({ dataDir, log }: EmbeddedOptions): Promise<EmbeddedServer> {
  const home = ServerHome.under(dataDir, log);
  const programs = findPrograms(home.user);
  const lock = await DataFolderLock.acquire(home.folder, dataDir);
  const server = new EmbeddedServer(home, programs, lock, log);
  try {
    await server.start();
    return server;
  } catch (error) {
    await server.stop();
    throw error;
  }
}

/** The owner URL of the server that another process runs on the data folder, if one does. */
export function runningServerUrl(dataDir: string): string | undefined {
  const place = join(dataDir, 'postgres');
  if (!existsSync(place) || !DataFolderLock.isHeld(realpathSync(place))) return undefined;
  const home = new ServerHome(realpathSync(place), undefined);
  const port = home.port();
  return port === undefined ? undefined : home.url(port);
}

/** A PostgreSQL of our own. */
export class EmbeddedServer {
  private readonly home: ServerHome;
  private readonly programs: Programs;
  private readonly lock: DataFolderLock;
  private readonly log: (line: string) => void;
  private readonly stopping = new AbortController();
  private port = 0;
  private postmaster: Postmaster | undefined;
  private watching: Promise<void> | undefined;

  constructor(home: ServerHome, programs: Programs, lock: DataFolderLock, log: (line: string) => void) {
    this.home = home;
    this.programs = programs;
    this.lock = lock;
    this.log = log;
  }

  /** Connects as the owner of everything, who is a superuser; the same for the server's whole life. */
  get url(): string {
    return this.home.url(this.port);
  }

  /** Of the PostgreSQL that runs now, or ran last. */
  get pid(): number | undefined {
    return this.postmaster?.pid;
  }

  async start(): Promise<void> {
    await ensureCluster(this.home, this.programs);
    for (let attempt = 1; !this.postmaster; attempt++) {
      this.port = await freePort(this.home.port());
      try {
        this.postmaster = await this.launch();
      } catch (error) {
        if (!(error instanceof ServerDidNotStart) || attempt === START_ATTEMPTS) throw error;
      }
    }
    this.home.rememberPort(this.port);
    this.watching = this.keepRunning(this.postmaster);
    await ensureDatabase(this.home.url(this.port, 'postgres'));
  }

  /** Stops the server in order; what is committed stays. */
  async stop(): Promise<void> {
    this.stopping.abort();
    await this.postmaster?.stop();
    await this.watching;
    this.lock.release();
  }

  private async launch(): Promise<Postmaster> {
    await endLeftovers(this.home.cluster);
    return Postmaster.start(this.home, this.programs, this.port, this.log);
  }

  /** Brings the server back whenever it ends unasked, on the same port, so that the pools find it again. */
  private async keepRunning(postmaster: Postmaster): Promise<void> {
    let pause = SHORTEST_PAUSE_MS;
    for (;;) {
      await postmaster.ended;
      if (this.stopping.signal.aborted) return;
      this.log(`PostgreSQL (process ${postmaster.pid}) ended unasked; starting it again.`);
      try {
        this.postmaster = postmaster = await this.launch();
        if (this.stopping.signal.aborted) return await postmaster.stop();
        pause = SHORTEST_PAUSE_MS;
      } catch (error) {
        this.log((error as Error).message);
        await sleep(pause, undefined, { signal: this.stopping.signal }).catch(() => undefined);
        pause = Math.min(pause * 2, LONGEST_PAUSE_MS);
      }
    }
  }
}

/** The port used last time, or any other where that one is taken. */
async function freePort(preferred = 0): Promise<number> {
  const probe = createServer();
  try {
    await once(probe.listen(preferred, '127.0.0.1'), 'listening');
  } catch {
    return freePort();
  }
  const { port } = probe.address() as { port: number };
  await new Promise((resolve) => probe.close(resolve));
  return port;
}

async function ensureDatabase(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const { rowCount } = await client.query("select from pg_database where datname = 'muster'");
    if (rowCount === 0) await client.query('create database muster');
  } finally {
    await client.end();
  }
}

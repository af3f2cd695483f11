import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const START_LIMIT_MS = 60_000;

/** A program of Muster in a process of its own, to be killed at will. */
export class Running {
  private said = '';

  constructor(
    private readonly child: ChildProcess,
    /** Where it answers; a worker does not. */
    readonly url: string,
  ) {
    for (const stream of [child.stdout!, child.stderr!]) stream.on('data', (chunk) => (this.said += String(chunk)));
  }

  /** Waits until it answers that it is ready. */
  async ready(): Promise<this> {
    for (const start = Date.now(); Date.now() - start < START_LIMIT_MS; await sleep(25)) {
      if (this.child.exitCode !== null) break;
      const answer = await fetch(`${this.url}/ready`).catch(() => undefined);
      await answer?.arrayBuffer();
      if (answer?.ok) return this;
    }
    throw new Error(`It did not become ready:\n${this.said}`);
  }

  /** Ends it without a chance to clean up. */
  async kill9(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const ended = once(this.child, 'exit');
    this.child.kill('SIGKILL');
    await ended;
  }
}

/** Muster compiled as it ships, in a folder of the test's own. */
export class Programs {
  private readonly running: Running[] = [];

  private constructor(private readonly folder: string) {}

  static async compile(): Promise<Programs> {
    const folder = mkdtempSync(join(tmpdir(), 'muster-programs-'));
    symlinkSync(resolve('node_modules'), join(folder, 'node_modules'));
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module', imports: { '#*': './libs/*.js' } }));
    const options = ['--out-dir', folder, '--ignore', '**/*.spec.ts', '--quiet'];
    const child = spawn('node_modules/.bin/swc', ['apps', 'libs', 'migrations', ...options], { stdio: 'inherit' });
    const [code] = (await once(child, 'exit')) as [number | null];
    if (code !== 0) throw new Error('Muster did not compile.');
    return new Programs(folder);
  }

  /** Starts a program, on a free port unless told which; wait for `ready` where it answers HTTP. */
  async start(program: 'main' | 'api/main' | 'worker/main', env: Record<string, string>): Promise<Running> {
    const port = env.PORT ?? String(await freePort());
    const child = spawn(process.execPath, [join(this.folder, 'apps', `${program}.js`)], {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env.PATH,
        HOME: process.env.HOME,
        NODE_ENV: 'test',
        LOG_LEVEL: 'error',
        MUSTER_DEMO: 'false',
        RATE_LIMIT_PER_MINUTE: '1000000',
        PORT: port,
        ...env,
      },
    });
    const running = new Running(child, `http://127.0.0.1:${port}`);
    this.running.push(running);
    return running;
  }

  /** Ends all that still run. */
  async stop(): Promise<void> {
    await Promise.all(this.running.map((each) => each.kill9()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** A port that nobody listens on. */
export async function freePort(): Promise<number> {
  const probe = createServer();
  await once(probe.listen(0, '127.0.0.1'), 'listening');
  const { port } = probe.address() as { port: number };
  await new Promise((done) => probe.close(done));
  return port;
}

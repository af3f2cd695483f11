import { afterAll, describe, expect, it } from '@jest/globals';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Muster as `npm start` runs it, in a process of its own. */
class Started {
  output = '';
  private readonly child: ChildProcess;

  constructor(env: Record<string, string>) {
    this.child = spawn(process.execPath, ['--enable-source-maps', 'dist/apps/main.js'], {
      env: { PATH: process.env.PATH, HOME: process.env.HOME, PORT: '0', LOG_LEVEL: 'warn', ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [this.child.stdout, this.child.stderr]) {
      stream?.on('data', (chunk: Buffer) => (this.output += chunk.toString()));
    }
  }

  /** Where it answers, once it has greeted. */
  async ready(): Promise<string> {
    for (let tries = 0; tries < 600 && this.child.exitCode === null; tries++) {
      const [, url] = /Muster is ready at (\S+)[^]*Ctrl-C stops it/.exec(this.output) ?? [];
      if (url) return url;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error(`It did not become ready: ${this.output}`);
  }

  async ended(signal?: NodeJS.Signals): Promise<number | null> {
    if (signal) this.child.kill(signal);
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'exit');
    return this.child.exitCode;
  }
}

describe('npm start', () => {
  const folder = mkdtempSync(join(tmpdir(), 'muster-start-'));
  const env = { MUSTER_DATA_DIR: join(folder, 'data') };
  const running: Started[] = [];
  const start = () => {
    const started = new Started(env);
    running.push(started);
    return started;
  };
  afterAll(async () => {
    await Promise.all(running.map((each) => each.ended('SIGKILL')));
    rmSync(folder, { recursive: true, force: true });
  });

  it('brings up all of it, shows the main job, refuses a second one, stops and keeps the data', async () => {
    execFileSync('npm', ['run', '--silent', 'build']);
    const first = start();
    const url = await first.ready();
    expect(first.output).toContain(`${url}/docs`);
    expect(first.output).not.toMatch(/LOG: |"level":/);

    const main = first.output.split('\n').filter((line) => line.startsWith('  '));
    const answers = execFileSync('bash', ['-e', '-c', ['exec 2>/dev/null', ...main].join('\n')], { encoding: 'utf8' });
    expect(main).toHaveLength(4);
    expect(answers).toContain('"performance_updated":true');
    expect(answers).toContain('"team_performance"');

    const second = start();
    expect(await second.ended()).toBe(1);
    expect(second.output).toContain('Muster already runs on the data folder');

    expect(await first.ended('SIGINT')).toBe(0);
    expect(first.output).toContain('SIGINT: stopping');

    const again = start();
    const tasks = await openTasksOf(await again.ready());
    expect(tasks).toContain('Show the tide table on phones');
    expect(await again.ended('SIGTERM')).toBe(0);
  }, 180_000);
});

/** Titles of the newest tasks of the demo organization. */
async function openTasksOf(url: string): Promise<string[]> {
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ email: 'demo@muster.example', password: 'find the right person' });
  const signedIn = await fetch(`${url}/api/v1/auth/sign-in`, { method: 'POST', headers, body });
  const { access_token } = (await signedIn.json()) as { access_token: string };
  const listed = await fetch(`${url}/api/v1/tasks?order_by=-created_at`, {
    headers: { authorization: `Bearer ${access_token}` },
  });
  const { data } = (await listed.json()) as { data: { title: string }[] };
  return data.map(({ title }) => title);
}

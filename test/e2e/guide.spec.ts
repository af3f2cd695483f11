import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { promisify } from 'node:util';
import { TestMuster } from '../support/muster.ts';

describe("The integrator's quick start", () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster?.stop());

  it('works as it is written', async () => {
    const guide = readFileSync('docs/guide/quick-start.md', 'utf8');
    const blocks = [...guide.matchAll(/```sh\n([^]*?)```/g)].map(([, block]) => block);
    const env = { ...process.env, MUSTER: muster.url };
    const { stdout } = await promisify(execFile)('bash', ['-e', '-c', blocks.join('\n')], { env });
    expect(blocks.length).toBeGreaterThan(4);
    expect(stdout).toContain('"assigned_to":"Grace"');
    expect(stdout).toContain('"performance_updated":true');
    expect(stdout).toContain('"status":"done"');
    expect(stdout).toContain('task.completed');
    expect(stdout).not.toContain('urn:muster:problem');
  });
});

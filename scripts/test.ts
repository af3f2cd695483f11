import { spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { text } from 'node:stream/consumers';

/** Everything that `npm test` checks: what stands still first, then every suite of Jest, and the sum of both last. */

const checks = {
  format: 'check:format',
  lint: 'check:lint',
  types: 'check:types',
  architecture: 'check:architecture',
  'dead code': 'check:dead-code',
  'OpenAPI document and client': 'check:openapi',
};
const slowMs = 15_000;

interface Tally {
  passed: number;
  failed: number;
  skipped: number;
}

interface JestResult {
  numPassedTests: number;
  numFailedTests: number;
  numPendingTests: number;
  numRuntimeErrorTestSuites: number;
  testResults: { name: string; startTime: number; endTime: number }[];
}

/** Runs a check, and shows what it said only if it found something. */
async function check([name, script]: [string, string]): Promise<boolean> {
  const start = performance.now();
  const child = spawn('npm', ['run', '--silent', script], { stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
  const [out, err, code] = await Promise.all([text(child.stdout), text(child.stderr), ended]);
  const seconds = ((performance.now() - start) / 1000).toFixed(0);
  console.log(`${code === 0 ? 'ok    ' : 'FAILED'}  ${name} (${seconds} s)`);
  if (code !== 0) console.log(`${out}${err}`.trimEnd());
  return code === 0;
}

/** Two at a time: a small machine has two cores. */
async function checkAll(): Promise<Tally> {
  const waiting = Object.entries(checks);
  const outcomes: boolean[] = [];
  const work = async () => {
    for (let next = waiting.shift(); next; next = waiting.shift()) outcomes.push(await check(next));
  };
  await Promise.all([work(), work()]);
  const passed = outcomes.filter(Boolean).length;
  return { passed, failed: outcomes.length - passed, skipped: 0 };
}

async function testAll(more: string[]): Promise<Tally> {
  const folder = mkdtempSync(join(tmpdir(), 'muster-jest-'));
  const file = join(folder, 'result.json');
  try {
    const args = ['run', '--silent', 'jest', '--', '--json', `--outputFile=${file}`, ...more];
    const child = spawn('npm', args, { stdio: ['ignore', 'ignore', 'inherit'] });
    await new Promise((resolve) => child.once('close', resolve));
    const result = JSON.parse(readFileSync(file, 'utf8')) as JestResult;
    sayWhatIsSlow(result);
    return {
      passed: result.numPassedTests,
      failed: result.numFailedTests + result.numRuntimeErrorTestSuites,
      skipped: result.numPendingTests,
    };
  } catch (error) {
    console.error(`Jest gave no result: ${(error as Error).message}`);
    return { passed: 0, failed: 1, skipped: 0 };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function sayWhatIsSlow({ testResults }: JestResult): void {
  const timed = testResults.map(({ name, startTime, endTime }) => ({ name, ms: endTime - startTime }));
  const slow = timed.filter(({ ms }) => ms > slowMs).sort((one, other) => other.ms - one.ms);
  if (slow.length > 0) console.log(`\nSlow suites (over ${slowMs / 1000} s):`);
  for (const { name, ms } of slow) {
    console.log(`  ${(ms / 1000).toFixed(0).padStart(4)} s  ${relative(process.cwd(), name)}`);
  }
}

const still = await checkAll();
const moving = await testAll(process.argv.slice(2));
const failed = still.failed + moving.failed;
if (moving.skipped > 0) console.log(`\n${moving.skipped} tests were left out; their suites say why.`);
console.log(`\n${still.passed + moving.passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;

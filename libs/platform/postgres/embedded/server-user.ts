import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';
import { dirname } from 'node:path';

/** The system user that PostgreSQL runs as: it refuses to be root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Absent when this process may run PostgreSQL itself; for root, the owner of the data folder or the user `postgres`. */
export function serverUser(home: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(home) ?? namedOwnerOf(dirname(home)) ?? lookUp('postgres') ?? createPostgresUser() ?? lookUp('nobody');
}

/** Whether `user` may enter `folder`, all its parents included. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function ownerOf(folder: string): ServerUser | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
}

/** PostgreSQL makes its data folder only for a user who has a name; the owner of a container's volume may have none. */
function namedOwnerOf(folder: string): ServerUser | undefined {
  const owner = ownerOf(folder);
  return owner && lookUp(String(owner.uid)) ? owner : undefined;
}

function lookUp(name: string): ServerUser | undefined {
  const [uid, gid] = ['-u', '-g'].map((which) => {
    const { status, stdout } = spawnSync('id', [which, name], { encoding: 'utf8' });
    return status === 0 ? Number(stdout) : undefined;
  });
  return uid === undefined || gid === undefined ? undefined : { uid, gid };
}

function createPostgresUser(): ServerUser | undefined {
  const commands = [
    ['useradd', '--system', '--user-group', '--no-create-home', '--shell', '/bin/false', 'postgres'],
    ['adduser', '-S', '-D', '-H', '-s', '/bin/false', 'postgres'], // BusyBox
  ] as const;
  commands.some(([command, ...args]) => spawnSync(command, args, { stdio: 'ignore' }).status === 0);
  return lookUp('postgres');
}

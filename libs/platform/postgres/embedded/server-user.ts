import { spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The system user that PostgreSQL runs as: it refuses to be root. */
export interface ServerUser {
  readonly uid: number;
  readonly gid: number;
}

/** Absent when this process may run PostgreSQL itself; for root, the owner of the data or the user `postgres`. */
export function serverUser(home: string): ServerUser | undefined {
  if (process.getuid?.() !== 0) return undefined;
  return ownerOf(home) ?? lookUp('postgres') ?? createPostgresUser() ?? lookUp('nobody');
}

/** Whether `user` may enter `folder`, all its parents included. */
export function canEnter(folder: string, user: ServerUser): boolean {
  return spawnSync('/bin/sh', ['-c', 'cd -- "$1"', 'sh', folder], { ...user, cwd: '/', stdio: 'ignore' }).status === 0;
}

function ownerOf(folder: string): ServerUser | undefined {
  const stat = statSync(folder, { throwIfNoEntry: false });
  return stat && stat.uid !== 0 ? { uid: stat.uid, gid: stat.gid } : undefined;
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

import { randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  chownSync,
  constants,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmdirSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { canEnter, serverUser, type ServerUser } from './server-user.ts';
import { sharedFolder } from './shared-folder.ts';

/** What Muster keeps in a data folder. */
const OURS = ['postgres', 'secrets', 'mail'];

/** Where the embedded server lives: its data (`cluster`), its password, its port, its lock. */
export class ServerHome {
  readonly folder: string;
  readonly user: ServerUser | undefined;

  constructor(folder: string, user: ServerUser | undefined) {
    this.folder = folder;
    this.user = user;
  }

  /** The home under `dataDir`; a link to a shared folder where the server's user may not enter `dataDir`. */
  static under(dataDir: string, log: (line: string) => void): ServerHome {
    const place = join(dataDir, 'postgres');
    mkdirSync(dataDir, { recursive: true });
    if (!existsSync(place)) create(place, dataDir, log);
    const folder = realpathSync(place);
    const user = serverUser(folder);
    if (!mayUse(folder)) throw new Error(`${folder} belongs to another user: start Muster as that user or as root.`);
    if (user && !canEnter(folder, user)) {
      throw new Error(
        `PostgreSQL runs as user ${user.uid}, who may not enter ${folder}: open it and its parents to that user.`,
      );
    }
    return new ServerHome(folder, user);
  }

  get cluster(): string {
    return join(this.folder, 'cluster');
  }

  get passwordFile(): string {
    return join(this.folder, 'password');
  }

  /** The password of the owner role; made on first use. */
  password(): string {
    if (!existsSync(this.passwordFile)) this.write(this.passwordFile, randomBytes(24).toString('base64url'));
    return readFileSync(this.passwordFile, 'utf8').trim();
  }

  /** The port used last time, if any. */
  port(): number | undefined {
    const file = join(this.folder, 'port');
    return existsSync(file) ? Number.parseInt(readFileSync(file, 'utf8'), 10) || undefined : undefined;
  }

  rememberPort(port: number): void {
    this.write(join(this.folder, 'port'), String(port));
  }

  url(port: number, database = 'muster'): string {
    return `postgres://muster:${this.password()}@127.0.0.1:${port}/${database}`;
  }

  private write(file: string, text: string): void {
    writeFileSync(`${file}.new`, `${text}\n`, { mode: 0o600, flush: true });
    own(`${file}.new`, this.user);
    renameSync(`${file}.new`, file);
  }
}

function create(place: string, dataDir: string, log: (line: string) => void): void {
  const user = serverUser(place);
  if (!user || letIn(dataDir, user)) {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    own(place, user);
    return;
  }
  const elsewhere = mkdtempSync(join(sharedFolder(user), 'data-'));
  own(elsewhere, user);
  try {
    symlinkSync(elsewhere, place);
    log(`PostgreSQL does not run as root, and user ${user.uid} may not enter ${dataDir}: its data is in ${elsewhere}.`);
  } catch (error) {
    rmdirSync(elsewhere);
    if (!existsSync(place)) throw error; // else another start was first
  }
}

/**
 * Whether `user` may enter the data folder. One that is Muster's alone is opened for passing through, if that is all that
 * bars the way: what lies in it stays closed by its own permissions, and nobody can list it.
 */
function letIn(dataDir: string, user: ServerUser): boolean {
  if (canEnter(dataDir, user)) return true;
  const ours = readdirSync(dataDir).every((name) => OURS.includes(name));
  if (ours && statSync(dataDir).uid === 0) chmodSync(dataDir, statSync(dataDir).mode | 0o011);
  return canEnter(dataDir, user);
}

function mayUse(folder: string): boolean {
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
    return true;
  } catch {
    return false;
  }
}

function own(path: string, user: ServerUser | undefined): void {
  if (user) chownSync(path, user.uid, user.gid);
}

import { chmodSync, lstatSync, mkdirSync } from 'node:fs';
import { canEnter, type ServerUser } from './server-user.ts';

/** Folders that outlive a restart and that every user may pass through. */
const CANDIDATES = ['/var/lib/muster', '/var/tmp/muster'];

/** A folder of root's that `user` may enter; for what cannot stay in a place closed to that user. */
export function sharedFolder(user: ServerUser): string {
  const found = CANDIDATES.find((folder) => isUsable(folder, user));
  if (found) return found;
  throw new Error(
    `PostgreSQL does not run as root, and user ${user.uid} may enter neither this folder nor ${CANDIDATES.join(' or ')}: ` +
      'start Muster as a plain user, set MUSTER_DATA_DIR to a folder open to all, or set DATABASE_URL.',
  );
}

function isUsable(folder: string, user: ServerUser): boolean {
  try {
    mkdirSync(folder, { recursive: true });
    const stat = lstatSync(folder);
    if (!stat.isDirectory() || stat.uid !== 0) return false; // someone else's, put there to mislead
    chmodSync(folder, 0o755);
    return canEnter(folder, user);
  } catch {
    return false;
  }
}

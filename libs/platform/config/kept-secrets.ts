import { randomBytes } from 'node:crypto';
import { existsSync, linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** A new secret for signing access tokens. */
export const newJwtSecret = (): string => randomBytes(48).toString('base64url');

/** A new `ENCRYPTION_KEYS` value with one key. */
export const newEncryptionKeys = (): string => `k1:${randomBytes(32).toString('base64')}`;

/** The secret kept under `name` in the data folder, readable by its owner only; made on first use. */
export function keptSecret(dataDir: string, name: string, make: () => string): string {
  const folder = join(dataDir, 'secrets');
  const file = join(folder, name);
  try {
    if (!existsSync(file)) keep(folder, file, make());
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new Error(`MUSTER_DATA_DIR: ${file} cannot be kept there (${(error as Error).message}).`, { cause: error });
  }
}

/** Processes that start together agree on one value: a link that exists already is never replaced. */
function keep(folder: string, file: string, secret: string): void {
  mkdirSync(dirname(folder), { recursive: true });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const draft = `${file}.${randomBytes(6).toString('hex')}`;
  writeFileSync(draft, `${secret}\n`, { mode: 0o600, flush: true });
  try {
    linkSync(draft, file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  } finally {
    rmSync(draft);
  }
}

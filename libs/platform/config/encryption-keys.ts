/** A 256-bit key under the id that sealed values name. */
export interface EncryptionKey {
  readonly id: string;
  readonly key: Buffer;
}

/** Reads `id:base64key,…`; throws a sentence that never repeats a key. */
export function parseEncryptionKeys(text: string): EncryptionKey[] {
  const keys = text.split(',').map((entry, index) => parseKey(entry.trim(), index + 1));
  const twice = keys.find(({ id }, index) => keys.findIndex((other) => other.id === id) < index);
  if (twice) throw new Error(`ENCRYPTION_KEYS names the id "${twice.id}" twice.`);
  return keys;
}

function parseKey(entry: string, position: number): EncryptionKey {
  const [, id, base64] = /^([A-Za-z0-9_-]{1,32}):([A-Za-z0-9+/]+={0,2})$/.exec(entry) ?? [];
  if (!id || !base64) {
    throw new Error(
      `ENCRYPTION_KEYS must list keys as id:base64, separated by commas; entry ${position} is not of that form.`,
    );
  }
  const key = Buffer.from(base64, 'base64');
  if (key.length !== 32) throw new Error(`ENCRYPTION_KEYS: key "${id}" must be 32 bytes in base64, not ${key.length}.`);
  return { id, key };
}

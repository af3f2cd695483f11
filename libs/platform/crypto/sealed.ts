import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';

const VERSION = 'v1';
const IV_BYTES = 12;
const TAG_BYTES = 16;

/** A 256-bit key under the id that sealed values name. */
export interface SealingKey {
  readonly id: string;
  readonly key: Buffer;
}

/** The value cannot be opened: it was changed, moved to another context, or its key is gone. */
export class CannotOpen extends Error {
  override readonly name = 'CannotOpen';
}

/**
 * Keeps secrets encrypted at rest (AES-256-GCM, NIST SP 800-38D, random 96-bit IVs: good for 2³² values a key). `context`
 * says whose secret it is, as in `totp:<user id>`; it is not stored, but a value opens only in the context it was sealed in.
 */
export class Sealer {
  private readonly keys: ReadonlyMap<string, Buffer>;
  private readonly newest: SealingKey;

  /** The first key seals, all open. */
  constructor(keys: readonly SealingKey[]) {
    const [newest] = keys;
    if (!newest) throw new Error('Sealing needs a key.');
    this.newest = newest;
    this.keys = new Map(keys.map(({ id, key }) => [id, key]));
  }

  /** Text of the form `v1.keyId.base64url`. */
  seal(plaintext: string, context: string): string {
    const { id, key } = this.newest;
    const iv = randomBytes(IV_BYTES);
    const cipher = createCipheriv('aes-256-gcm', key, iv).setAAD(authenticated(id, context));
    const body = Buffer.concat([iv, cipher.update(plaintext, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `${VERSION}.${id}.${body.toString('base64url')}`;
  }

  /** The plaintext; throws `CannotOpen`. */
  open(sealed: string, context: string): string {
    const { id, body } = parse(sealed);
    const key = this.keys.get(id);
    if (!key) throw new CannotOpen(`There is no encryption key "${id}": add it to ENCRYPTION_KEYS again.`);
    const decipher = createDecipheriv('aes-256-gcm', key, body.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES })
      .setAAD(authenticated(id, context))
      .setAuthTag(body.subarray(-TAG_BYTES));
    try {
      return decipher.update(body.subarray(IV_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
    } catch (error) {
      throw new CannotOpen('The sealed value was changed, or belongs to another context.', { cause: error });
    }
  }

  /** Whether the value was sealed with an older key and should be sealed anew when it is next at hand. */
  needsResealing(sealed: string): boolean {
    return parse(sealed).id !== this.newest.id;
  }
}

const authenticated = (keyId: string, context: string): Buffer => Buffer.from(`${VERSION}.${keyId}.${context}`);

function parse(sealed: string): { id: string; body: Buffer } {
  const [version, id, text, ...rest] = sealed.split('.');
  const body = Buffer.from(text ?? '', 'base64url');
  if (version !== VERSION || !id || rest.length > 0 || body.length < IV_BYTES + TAG_BYTES) {
    throw new CannotOpen('This is not a sealed value.');
  }
  return { id, body };
}

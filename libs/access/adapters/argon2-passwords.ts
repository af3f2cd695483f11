import { hashPassword, needsRehash, verifyNoPassword, verifyPassword } from '#platform/crypto/passwords';
import { Passwords } from '../domain/passwords.ts';

/** Passwords as argon2id hashes. */
export class Argon2Passwords extends Passwords {
  hash(password: string): Promise<string> {
    return hashPassword(password);
  }

  verify(stored: string | null | undefined, password: string): Promise<boolean> {
    return stored == null ? verifyNoPassword(password) : verifyPassword(stored, password);
  }

  isOutdated(stored: string): boolean {
    return needsRehash(stored);
  }
}

import { randomInt } from 'node:crypto';
import { hashToken } from './tokens.ts';

/** Crockford's Base32 in small letters: no i, l, o, u that could be misread. */
const ALPHABET = '0123456789abcdefghjkmnpqrstvwxyz';
const COUNT = 10;
/** 80 bits a code, so that a fast hash suffices for storing it. */
const LETTERS = 16;

/** Ten codes that each replace the second factor once, to be shown once, and their hashes, to be stored. */
export function newRecoveryCodes(): { codes: string[]; hashes: string[] } {
  const codes = Array.from({ length: COUNT }, newCode);
  return { codes, hashes: codes.map(hashRecoveryCode) };
}

/** The hash to look a typed code up by; spaces, dashes, capitals and misread letters are forgiven. */
export function hashRecoveryCode(code: string): string {
  const letters = code.toLowerCase().replaceAll(/[\s-]/g, '').replaceAll('o', '0').replaceAll(/[il]/g, '1');
  return hashToken(letters);
}

function newCode(): string {
  const letters = Array.from({ length: LETTERS }, () => ALPHABET[randomInt(ALPHABET.length)]).join('');
  return letters.match(/.{4}/g)!.join('-');
}

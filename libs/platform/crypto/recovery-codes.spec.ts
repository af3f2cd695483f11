import { describe, expect, it } from '@jest/globals';
import { hashRecoveryCode, newRecoveryCodes } from './recovery-codes.ts';

describe('Recovery codes', () => {
  const { codes, hashes } = newRecoveryCodes();

  it('are ten, all different, easy to type', () => {
    expect(new Set(codes).size).toBe(10);
    for (const code of codes) expect(code).toMatch(/^([0-9a-hjkmnp-tv-z]{4}-){3}[0-9a-hjkmnp-tv-z]{4}$/);
  });

  it('are stored as hashes that they are found by', () => {
    expect(codes.map(hashRecoveryCode)).toEqual(hashes);
    expect(hashes.join()).not.toContain(codes[0]);
  });

  it('forgive capitals, spaces, missing dashes and misread letters', () => {
    const typed = codes[0]!.toUpperCase().replaceAll('-', ' ').replaceAll('0', 'O').replaceAll('1', 'l');
    expect(hashRecoveryCode(` ${typed}`)).toBe(hashes[0]);
  });
});

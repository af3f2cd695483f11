import { describe, expect, it } from '@jest/globals';
import { hashToken, newToken, sameSecret, tokenKind } from './tokens.ts';

describe('An opaque token', () => {
  it('names its kind and carries 256 random bits', () => {
    expect(newToken('personal').token).toMatch(/^mst_pat_[\w-]{43}$/);
    expect(new Set(Array.from({ length: 1000 }, () => newToken('personal').token)).size).toBe(1000);
  });

  it('is stored as its SHA-256', () => {
    // NIST's example for the message "abc" (FIPS 180-4)
    expect(hashToken('abc')).toBe('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad');
    const { token, hash } = newToken('feed');
    expect(hash).toBe(hashToken(token));
  });

  it('is recognized by its form, whatever its secret holds', () => {
    for (let round = 0; round < 200; round++) expect(tokenKind(newToken('refresh').token)).toBe('refresh');
    const { token } = newToken('personal');
    for (const other of [
      '',
      'mst_pat_',
      'mst_pat_short',
      `${token}x`,
      token.replace('pat', 'xyz'),
      'eyJhbGciOiJI.e30.x',
    ]) {
      expect(tokenKind(other)).toBeUndefined();
    }
  });

  it('is compared in constant time, also against one of another length', () => {
    expect(sameSecret('secret', 'secret')).toBe(true);
    expect(sameSecret('secret', 'secreT')).toBe(false);
    expect(sameSecret('secret', '')).toBe(false);
  });
});

import { describe, expect, it } from '@jest/globals';
import { Secret, URI } from 'otpauth';
import { newTotpSecret, totpUri, verifyTotp } from './totp.ts';

const at = (seconds: number): Temporal.Instant => Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
/** The secret of RFC 6238, appendix B. */
const SECRET = Secret.fromUTF8('12345678901234567890').base32;

describe('A time-based code', () => {
  // RFC 6238, appendix B (SHA-1): time and the last six of its eight digits.
  const vectors = [
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ] as const;

  it.each(vectors)('is right at %d s as in RFC 6238', (seconds, code) => {
    expect(verifyTotp(SECRET, code, at(seconds))).toBe(Math.floor(seconds / 30));
  });

  it('is good one step early and late, and not two', () => {
    const [seconds, code] = vectors[4];
    const step = Math.floor(seconds / 30);
    const offsets = [-60, -30, 0, 30, 60].map((offset) => verifyTotp(SECRET, code, at(seconds + offset)));
    expect(offsets).toEqual([undefined, step, step, step, undefined]);
  });

  it('works once: its step and earlier ones are refused afterwards', () => {
    const [seconds, code] = vectors[4];
    const step = verifyTotp(SECRET, code, at(seconds))!;
    expect(verifyTotp(SECRET, code, at(seconds), step)).toBeUndefined();
    expect(verifyTotp(SECRET, code, at(seconds + 30), step)).toBeUndefined();
    expect(verifyTotp(SECRET, code, at(seconds), step - 1)).toBe(step);
  });

  it('may be typed in groups, and is wrong in any other form', () => {
    expect(verifyTotp(SECRET, ' 287 082 ', at(59))).toBe(1);
    for (const wrong of ['', '287083', '28708', '2870820', '28708a', '２８７０８２']) {
      expect(verifyTotp(SECRET, wrong, at(59))).toBeUndefined();
    }
  });

  it('has a secret of 160 random bits', () => {
    expect(newTotpSecret()).toMatch(/^[A-Z2-7]{32}$/);
    expect(newTotpSecret()).not.toBe(newTotpSecret());
  });

  it('is set up by a URI that authenticator apps read', () => {
    const uri = totpUri(SECRET, 'ada@example.org', 'Müster & Co');
    expect(uri).toMatch(/^otpauth:\/\/totp\/M%C3%BCster%20%26%20Co:ada%40example\.org\?/);
    expect(URI.parse(uri)).toMatchObject({ issuer: 'Müster & Co', label: 'ada@example.org', digits: 6, period: 30 });
    expect(new URL(uri).searchParams.get('secret')).toBe(SECRET);
  });
});

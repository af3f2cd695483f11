import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { createDecipheriv, randomBytes } from 'node:crypto';
import { CannotOpen, Sealer } from './sealed.ts';

const key = (id: string) => ({ id, key: randomBytes(32) });

describe('A sealed value', () => {
  const k1 = key('k1');
  const sealer = new Sealer([k1]);

  it('opens to what was sealed, in its context', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), fc.string(), (plaintext, context) => {
        expect(sealer.open(sealer.seal(plaintext, context), context)).toBe(plaintext);
      }),
    );
  });

  it('opens in no other context', () => {
    expect(() => sealer.open(sealer.seal('secret', 'totp:ada'), 'totp:eve')).toThrow(CannotOpen);
  });

  it('opens under no other key id', () => {
    const both = new Sealer([k1, { id: 'k2', key: k1.key }]);
    expect(() => both.open(sealer.seal('secret', 'x').replace('k1', 'k2'), 'x')).toThrow(CannotOpen);
  });

  it('does not open once any byte of it was changed', () => {
    const sealed = sealer.seal('secret', 'x');
    const [version, id, text] = sealed.split('.') as [string, string, string];
    const body = Buffer.from(text, 'base64url');
    for (let at = 0; at < body.length; at++) {
      const changed = Buffer.from(body);
      changed[at]! ^= 1;
      expect(() => sealer.open(`${version}.${id}.${changed.toString('base64url')}`, 'x')).toThrow(CannotOpen);
    }
  });

  it.each(['', 'secret', 'v1.k1', 'v1.k1.AAAA', 'v2.k1.' + 'A'.repeat(60), 'v1.k1.' + 'A'.repeat(60) + '.x'])(
    'is not %j',
    (text) => expect(() => sealer.open(text, 'x')).toThrow(CannotOpen),
  );

  it('is different each time', () => {
    expect(sealer.seal('secret', 'x')).not.toBe(sealer.seal('secret', 'x'));
  });

  it('is plain AES-256-GCM with the IV before and the tag behind', () => {
    const body = Buffer.from(sealer.seal('secret', 'x').split('.')[2]!, 'base64url');
    const decipher = createDecipheriv('aes-256-gcm', k1.key, body.subarray(0, 12));
    decipher.setAAD(Buffer.from('v1.k1.x')).setAuthTag(body.subarray(-16));
    expect(Buffer.concat([decipher.update(body.subarray(12, -16)), decipher.final()]).toString()).toBe('secret');
  });

  it('opens after a rotation, and asks to be sealed anew', () => {
    const old = sealer.seal('secret', 'x');
    const rotated = new Sealer([key('k2'), k1]);
    expect(rotated.open(old, 'x')).toBe('secret');
    expect(rotated.needsResealing(old)).toBe(true);
    expect(rotated.needsResealing(rotated.seal('secret', 'x'))).toBe(false);
    expect(() => sealer.open(rotated.seal('secret', 'x'), 'x')).toThrow('There is no encryption key "k2"');
  });
});

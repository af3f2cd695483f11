import { hash } from '@node-rs/argon2';
import { describe, expect, it } from '@jest/globals';
import { hashPassword, needsRehash, verifyNoPassword, verifyPassword } from './passwords.ts';

describe('A password', () => {
  it('is stored as argon2id at the setting of OWASP', async () => {
    expect(await hashPassword('correct horse')).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$[\w+/]{22}\$[\w+/]{43}$/);
  });

  it('matches itself and nothing else', async () => {
    const stored = await hashPassword('Grüße 🐎');
    expect(await verifyPassword(stored, 'Grüße 🐎')).toBe(true);
    expect(await verifyPassword(stored, 'grüße 🐎')).toBe(false);
    expect(await verifyPassword(stored, '')).toBe(false);
  });

  it('is salted: two people with one password have different hashes', async () => {
    expect(await hashPassword('same')).not.toBe(await hashPassword('same'));
  });

  it('takes as long to be refused where there is none to match', async () => {
    const stored = await hashPassword('secret');
    const timed = async (check: () => Promise<boolean>) => {
      const before = performance.now();
      expect(await check()).toBe(false);
      return performance.now() - before;
    };
    const wrong = () => verifyPassword(stored, 'wrong');
    const nobody = () => verifyNoPassword('nobody');
    await timed(nobody); // makes the decoy
    expect(await timed(nobody)).toBeGreaterThan(Math.min(await timed(wrong), await timed(wrong)) / 4);
  });

  it('matches no damaged hash', async () => {
    for (const damaged of ['', 'secret', '$argon2id$v=19$m=19456,t=2,p=1$']) {
      expect(await verifyPassword(damaged, 'secret')).toBe(false);
    }
  });

  it('is to be hashed anew where the stored hash is cheaper or of another kind', async () => {
    expect(needsRehash(await hashPassword('secret'))).toBe(false);
    expect(needsRehash(await hash('secret', { memoryCost: 8_192, timeCost: 2, parallelism: 1 }))).toBe(true);
    expect(needsRehash('$2b$12$abcdefghijklmnopqrstuv')).toBe(true);
  });

  it('is hashed off the event loop, two at a time, in the order of asking', async () => {
    const finished: number[] = [];
    let ticks = 0;
    const ticking = setInterval(() => ticks++, 1);
    await Promise.all(Array.from({ length: 6 }, (_, at) => hashPassword('secret').then(() => finished.push(at))));
    clearInterval(ticking);
    expect(ticks).toBeGreaterThan(0);
    // With two at work at a time, the fifth begins once three are done, and the sixth once four are.
    expect(finished.indexOf(4)).toBeGreaterThanOrEqual(3);
    expect(finished.indexOf(5)).toBeGreaterThanOrEqual(4);
  });
});

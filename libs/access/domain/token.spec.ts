import { FixedClock } from '#kernel/testing/fixed-clock';
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { PersonalToken, scopesWithin } from './token.ts';

const now = new FixedClock().now();
const identity = { organizationId: 'engines', id: 't1', userId: 'ada', hash: 'hash' };
const details = { name: 'CI', scopes: ['view_tasks'], expiresAt: null };

describe('A personal token', () => {
  it('never tells its hash', () => {
    const token = PersonalToken.issue(identity, details, now);
    expect(JSON.stringify([token.created(), token.revoke(now)])).not.toContain('hash');
  });

  it('cannot end before it begins', () => {
    expect(() => PersonalToken.issue(identity, { ...details, expiresAt: now }, now)).toThrow('in the future');
  });

  it('is revoked once', () => {
    const token = PersonalToken.issue(identity, details, now);
    expect(token.revoke(now).type).toBe('access_token.revoked');
    expect(() => token.revoke(now)).toThrow('already');
  });
});

describe('Scopes', () => {
  const codes = fc.uniqueArray(fc.constantFrom('a', 'b', 'c', 'd'));

  it('are those asked for, in order and once, and never more than is held', () => {
    fc.assert(
      fc.property(codes, fc.array(fc.constantFrom('a', 'b', 'c', 'd')), (held, asked) => {
        const owned = new Set(held);
        const beyond = asked.findIndex((code) => !owned.has(code));
        if (beyond >= 0) {
          expect(() => scopesWithin(owned, asked)).toThrow(`"${asked[beyond]}"`);
          return;
        }
        expect(scopesWithin(owned, asked)).toEqual([...new Set(asked)].sort());
      }),
    );
  });

  it('are all that is held when none are named', () => {
    expect(scopesWithin(new Set(['b', 'a']))).toEqual(['a', 'b']);
  });
});

import { type Actor, newId } from '#kernel/index';
import { FixedClock } from '#kernel/testing/fixed-clock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { AccessTokens } from '#platform/crypto/jwt';
import type { Actors } from '../application/actors.ts';
import { TokenAuthenticator } from './token-authenticator.ts';
import type { Credential, StoredCredentials } from './token-credentials.ts';

describe('Believing tokens', () => {
  let clock: FixedClock;
  let tokens: AccessTokens;
  let authenticator: TokenAuthenticator;
  let looks: number;
  let isRevoked: boolean;
  /** Holds a look up at the database, as a slow one would. */
  let gate: Promise<void>;
  const claims = { userId: 'ada', organizationId: 'engines', sessionId: newId() };

  beforeEach(() => {
    clock = new FixedClock();
    tokens = new AccessTokens('a secret of at least 32 characters');
    looks = 0;
    isRevoked = false;
    gate = Promise.resolve();
    const look = async (credential: Credential) => {
      looks++;
      const found = isRevoked ? undefined : credential;
      await gate;
      return found;
    };
    const stored = {
      ofSession: () => look({ ...claims, kind: 'session', expiresAt: null }),
      ofAccessToken: () => look({ ...claims, kind: 'token', scopes: ['view_tasks'], expiresAt: null }),
    };
    const actors = { load: (userId: string) => Promise.resolve({ userId } as Actor) };
    authenticator = new TokenAuthenticator(
      stored as unknown as StoredCredentials,
      actors as unknown as Actors,
      tokens,
      clock,
    );
  });
  const authenticate = (token: string) => authenticator.authenticate(token, {});

  it('looks a token up once a minute', async () => {
    const token = await tokens.sign(claims, clock.now());
    for (let request = 0; request < 5; request++) await authenticate(token);
    expect(looks).toBe(1);
    clock.advance({ seconds: 60 });
    expect((await authenticate(token)).actor.userId).toBe('ada');
    expect(looks).toBe(2);
  });

  it('believes none beyond its end', async () => {
    const token = await tokens.sign(claims, clock.now());
    clock.advance({ seconds: 899 });
    await authenticate(token);
    clock.advance({ seconds: 1 });
    await expect(authenticate(token)).rejects.toMatchObject({ code: 'token_expired' });
  });

  it.each([
    ['session.revoked', claims.sessionId, true],
    ['access_token.revoked', claims.sessionId, true],
    ['member.deactivated', 'ada', true],
    ['session.revoked', newId(), false],
    ['member.deactivated', 'bob', false],
    ['task.completed', claims.sessionId, false],
  ])('hears %s', async (type, id, isForgotten) => {
    const token = await tokens.sign(claims, clock.now());
    await authenticate(token);
    isRevoked = true;
    authenticator.hear({ type, subject: { type: 'Any', id } });
    if (isForgotten) await expect(authenticate(token)).rejects.toMatchObject({ code: 'token_invalid' });
    else expect((await authenticate(token)).sessionId).toBe(claims.sessionId);
  });

  it('does not go on believing what was revoked while it looked', async () => {
    const token = await tokens.sign(claims, clock.now());
    let open = () => {};
    gate = new Promise((resolve) => (open = resolve));
    const slow = authenticate(token);
    while (looks === 0) await new Promise((resolve) => setImmediate(resolve));
    isRevoked = true;
    authenticator.hear({ type: 'session.revoked', subject: { type: 'Session', id: claims.sessionId } });
    open();
    await slow;
    await expect(authenticate(token)).rejects.toMatchObject({ code: 'token_invalid' });
  });

  it('tells tokens of programs from sessions, with their scopes', async () => {
    expect((await authenticate('mst_pat_x')).kind).toBe('token');
    expect((await authenticate(await tokens.sign(claims, clock.now()))).kind).toBe('session');
  });

  it.each(['', 'nonsense', 'a.b.c'])('does not believe %j', async (token) => {
    await expect(authenticate(token)).rejects.toMatchObject({ kind: 'unauthenticated' });
    expect(looks).toBe(0);
  });
});

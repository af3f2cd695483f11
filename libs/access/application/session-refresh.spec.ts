import { FixedClock } from '#kernel/testing/fixed-clock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { ReadablePasswords, ReadableSessionTokens } from '../testing/account-fakes.ts';
import { InMemoryAccountWork } from '../testing/in-memory-account-work.ts';
import { InMemoryOneTimeTokens } from '../testing/in-memory-one-time-tokens.ts';
import { SignUp, SignUpHandler } from './auth-sign-up.ts';
import { RefreshSession, RefreshSessionHandler } from './session-refresh.ts';
import { type SignedIn, SessionStarter } from './session-starter.ts';

describe('Refreshing a session', () => {
  let work: InMemoryAccountWork;
  let handler: RefreshSessionHandler;
  let ada: SignedIn;
  beforeEach(async () => {
    const clock = new FixedClock();
    const tokens = new ReadableSessionTokens(clock);
    work = new InMemoryAccountWork(new InMemoryOneTimeTokens(clock));
    handler = new RefreshSessionHandler(work, tokens, clock);
    const signUp = new SignUpHandler(work, new ReadablePasswords(), new SessionStarter(tokens, clock));
    const person = { email: 'ada@example.org', password: 'right', name: 'Ada', organizationName: 'Engines' };
    ada = await signUp.execute(new SignUp(person, {}));
  });
  const refresh = (token: string) => handler.execute(new RefreshSession(token, {}));

  it('gives new tokens for the same session', async () => {
    const { refreshToken } = await refresh(ada.tokens.refreshToken);
    expect(refreshToken).not.toBe(ada.tokens.refreshToken);
    expect((await refresh(refreshToken)).expiresIn).toBe(900);
    expect(work.told.map(({ type }) => type)).toEqual(['session.started']);
  });

  it('keeps the end of a session whose spent token came again, though it refuses', async () => {
    const { refreshToken } = await refresh(ada.tokens.refreshToken);
    await expect(refresh(ada.tokens.refreshToken)).rejects.toMatchObject({ code: 'refresh_token_reused' });
    await expect(refresh(refreshToken)).rejects.toMatchObject({ code: 'invalid_refresh_token' });
    expect(work.told.at(-1)).toMatchObject({ type: 'session.revoked', data: { reason: 'refresh_token_reused' } });
  });

  it.each(['', 'nonsense', '1.another'])('refuses %j', async (token) => {
    await expect(refresh(token)).rejects.toMatchObject({ code: 'invalid_refresh_token' });
  });
});

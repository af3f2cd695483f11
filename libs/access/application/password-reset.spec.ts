import { FixedClock } from '#kernel/testing/fixed-clock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import {
  AwaitableAfterwards,
  InMemoryGuesses,
  KeptAccountMails,
  ReadablePasswords,
  ReadableSessionTokens,
} from '../testing/account-fakes.ts';
import { InMemoryAccountWork } from '../testing/in-memory-account-work.ts';
import { InMemoryOneTimeTokens } from '../testing/in-memory-one-time-tokens.ts';
import { Guessing } from './auth-guessing.ts';
import { SignUp, SignUpHandler } from './auth-sign-up.ts';
import { PasswordCheck } from './password-check.ts';
import {
  RequestPasswordReset,
  RequestPasswordResetHandler,
  ResetPassword,
  ResetPasswordHandler,
} from './password-reset.ts';
import { PasswordSetter } from './password-setter.ts';
import { SessionStarter } from './session-starter.ts';

describe('Resetting a password', () => {
  const clock = new FixedClock();
  let work: InMemoryAccountWork;
  let mails: KeptAccountMails;
  let check: PasswordCheck;
  let request: (email: string) => Promise<string | undefined>;
  let reset: (token: string, password: string) => Promise<void>;
  beforeEach(async () => {
    work = new InMemoryAccountWork(new InMemoryOneTimeTokens(clock));
    mails = new KeptAccountMails();
    const passwords = new ReadablePasswords();
    const afterwards = new AwaitableAfterwards();
    check = new PasswordCheck(work, passwords, new Guessing(new InMemoryGuesses(), clock));
    const starter = new SessionStarter(new ReadableSessionTokens(clock), clock);
    const person = { email: 'ada@example.org', password: 'old', name: 'Ada', organizationName: 'Engines' };
    await new SignUpHandler(work, passwords, starter).execute(new SignUp(person, {}));
    const requesting = new RequestPasswordResetHandler(work, mails, afterwards);
    const resetting = new ResetPasswordHandler(work, new PasswordSetter(passwords, mails, afterwards, clock), check);
    request = async (email) => {
      await requesting.execute(new RequestPasswordReset(email, {}));
      await afterwards.done();
      return mails.sent.at(-1)?.token;
    };
    reset = (token, password) => resetting.execute(new ResetPassword(token, password, {}));
  });

  it('takes the token of the letter once, ends all sessions, and tells the person', async () => {
    const token = (await request('ada@example.org'))!;
    await reset(token, 'new');
    expect((await check.byEmail('ada@example.org', 'new', {})).state.emailVerifiedAt).not.toBeNull();
    await expect(reset(token, 'newer')).rejects.toMatchObject({ code: 'token_refused' });
    expect(mails.sent.map(({ kind }) => kind)).toEqual(['reset', 'changed']);
    expect(work.told.map(({ type }) => type)).toEqual([
      'session.started',
      'account.password_reset_requested',
      'account.password_changed',
      'account.email_verified',
      'session.revoked',
    ]);
  });

  it('spends all other letters with the first', async () => {
    const [first, second] = [await request('ada@example.org'), await request('ada@example.org')];
    await reset(second!, 'new');
    await expect(reset(first!, 'newer')).rejects.toMatchObject({ code: 'token_refused' });
  });

  it('is over after an hour', async () => {
    const token = (await request('ada@example.org'))!;
    clock.advance({ hours: 1 });
    await expect(reset(token, 'new')).rejects.toMatchObject({ code: 'token_refused' });
  });

  it('writes to nobody who is not known', async () => {
    expect(await request('nobody@example.org')).toBeUndefined();
    expect(mails.sent).toEqual([]);
  });
});

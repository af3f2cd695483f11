import { FixedClock } from '#kernel/testing/fixed-clock';
import { beforeEach, describe, expect, it } from '@jest/globals';
import { Account } from '../domain/account.ts';
import { FREE_GUESSES } from '../domain/auth-guesses.ts';
import { InMemoryGuesses, ReadablePasswords } from '../testing/account-fakes.ts';
import { InMemoryAccountWork } from '../testing/in-memory-account-work.ts';
import { InMemoryOneTimeTokens } from '../testing/in-memory-one-time-tokens.ts';
import { Guessing } from './auth-guessing.ts';
import { PasswordCheck } from './password-check.ts';

describe('A check of passwords', () => {
  let clock: FixedClock;
  let passwords: ReadablePasswords;
  let check: PasswordCheck;
  let work: InMemoryAccountWork;
  beforeEach(async () => {
    clock = new FixedClock();
    passwords = new ReadablePasswords();
    work = new InMemoryAccountWork(new InMemoryOneTimeTokens(clock));
    check = new PasswordCheck(work, passwords, new Guessing(new InMemoryGuesses(), clock));
    const account = Account.of({ id: 'ada', email: 'ada@example.org', name: 'Ada', passwordHash: 'hash of right' });
    await work.run({ origin: {} }, ({ accounts }) => accounts.add(account));
  });
  const outcome = (email: string, password: string) =>
    check.byEmail(email, password, {}).then(
      ({ id }) => id,
      (error: Error) => error.message,
    );

  it('finds the account behind the right ones', async () => {
    expect(await outcome('ADA@example.org', 'right')).toBe('ada');
  });

  it('strengthens a hash that has become too cheap', async () => {
    await work.run({ origin: {} }, async ({ accounts }) => {
      const account = await accounts.get('ada');
      account.changePassword('cheap hash of right', 'changed');
      await accounts.save(account);
    });
    expect(await outcome('ada@example.org', 'right')).toBe('ada');
    const { state } = await work.run({ origin: {} }, ({ accounts }) => accounts.get('ada'));
    expect(state.passwordHash).toBe('hash of right');
  });

  it('answers alike, after the same work, to a wrong password and an unknown address', async () => {
    const wrong = await outcome('ada@example.org', 'wrong');
    expect(passwords.checks).toBe(1);
    expect(await outcome('nobody@example.org', 'wrong')).toBe(wrong);
    expect(passwords.checks).toBe(2);
  });

  it('locks alike for both, without another check, and opens again', async () => {
    for (const email of ['ada@example.org', 'nobody@example.org']) {
      for (let guess = 0; guess < FREE_GUESSES; guess++) await outcome(email, 'wrong');
      const { checks } = passwords;
      expect(await outcome(email, 'right')).toContain('try again in 60 s');
      expect(passwords.checks).toBe(checks);
    }
    clock.advance({ minutes: 1 });
    expect(await outcome('ada@example.org', 'right')).toBe('ada');
    expect(await outcome('ada@example.org', 'wrong')).toContain('wrong');
  });

  it('forgets guesses once the right one came', async () => {
    for (let round = 0; round < 3; round++) {
      for (let guess = 1; guess < FREE_GUESSES; guess++) await outcome('ada@example.org', 'wrong');
      expect(await outcome('ada@example.org', 'right')).toBe('ada');
    }
  });

  it('points at the field when a person is asked again', async () => {
    await expect(check.again('ada', 'wrong', {}, '/current_password')).rejects.toMatchObject({
      errors: [{ pointer: '/current_password', code: 'wrong_password' }],
    });
    await expect(check.again('ada', 'right', {}, '/current_password')).resolves.toBeUndefined();
  });
});

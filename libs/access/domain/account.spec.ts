import { FixedClock } from '#kernel/testing/fixed-clock';
import { describe, expect, it } from '@jest/globals';
import { Account } from './account.ts';

describe('An account', () => {
  const now = new FixedClock().now();
  const newAccount = () => Account.of({ id: 'ada', email: 'ada@example.org', name: 'Ada' });
  const protectedAccount = () => {
    const account = newAccount();
    account.enrolTotp('sealed');
    account.confirmTotp(100, ['one', 'two'], now);
    return account;
  };

  it('tells only its owner what happened to it', () => {
    expect(newAccount().changePassword('hash', 'changed')).toEqual({
      type: 'account.password_changed',
      subject: { type: 'Account', id: 'ada' },
      recipientId: 'ada',
      data: { how: 'changed' },
    });
  });

  it('proves its address once', () => {
    const account = newAccount();
    expect(account.verifyEmail(now)?.type).toBe('account.email_verified');
    expect(account.verifyEmail(now)).toBeUndefined();
  });

  it('has a second factor only behind a right code', () => {
    const account = newAccount();
    expect(() => account.confirmTotp(100, [], now)).toThrow('No second factor');
    account.enrolTotp('sealed');
    expect(() => account.confirmTotp(undefined, [], now)).toThrow('wrong');
    expect(account.hasSecondFactor).toBe(false);
    account.confirmTotp(100, ['one'], now);
    expect(account.hasSecondFactor).toBe(true);
    expect(() => account.enrolTotp('other')).toThrow('on already');
  });

  it('takes each time step once, and none before it', () => {
    const account = protectedAccount();
    expect([100, 101, 101, 100, 102].map((step) => account.useTotpStep(step))).toEqual([
      false,
      true,
      false,
      false,
      true,
    ]);
  });

  it('takes each recovery code once, and says how many are left', () => {
    const account = protectedAccount();
    expect(account.useRecoveryCode('one')?.data).toEqual({ left: 1 });
    expect(account.useRecoveryCode('one')).toBeUndefined();
    expect(account.useRecoveryCode('invented')).toBeUndefined();
  });

  it('forgets everything about a second factor that is switched off', () => {
    const account = protectedAccount();
    account.disableTotp();
    const { totpSecret, totpConfirmedAt, totpLastStep, recoveryCodeHashes } = account.state;
    expect([totpSecret, totpConfirmedAt, totpLastStep, recoveryCodeHashes]).toEqual([null, null, null, []]);
    expect(() => account.disableTotp()).toThrow('No second factor');
  });

  it('says nothing when its name stays as it is', () => {
    expect(newAccount().rename('Ada')).toBeUndefined();
    expect(newAccount().rename('Augusta')?.changes).toEqual({ name: ['Ada', 'Augusta'] });
  });
});

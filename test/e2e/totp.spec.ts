import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Secret, TOTP } from 'otpauth';
import { TestMuster } from '../support/muster.ts';
import { auditOf, password, rowsOf, signIn, signUp } from '../support/sign-in.ts';

/** The code of an authenticator app, so many steps from now. */
const codeOf = (secret: string, steps = 0) =>
  new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: Date.now() + steps * 30_000 });

describe('A second factor', () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster.stop());

  /** A person with an authenticator app; its first code, of the step before this one, is spent. */
  async function enrolled() {
    const person = await signUp(muster);
    const { body } = await muster.post('/api/v1/auth/totp/enrol', { password }, person);
    const confirmed = await muster.post('/api/v1/auth/totp/confirm', { code: codeOf(body.secret, -1) }, person);
    expect(confirmed.status).toBe(200);
    return { person, secret: body.secret as string, recoveryCodes: confirmed.body.recovery_codes as string[] };
  }
  const challenge = async (email: string) => (await signIn(muster, email)).body.challenge_token as string;
  const verify = (challenge_token: string, code: string) =>
    muster.post('/api/v1/auth/totp/verify', { challenge_token, code });

  it('counts only once a code has confirmed it', async () => {
    const person = await signUp(muster);
    expect((await muster.post('/api/v1/auth/totp/enrol', { password: 'wrong' }, person)).body.code).toBe(
      'wrong_password',
    );
    const { body } = await muster.post('/api/v1/auth/totp/enrol', { password }, person);
    expect(body.uri).toMatch(/^otpauth:\/\/totp\//);
    expect((await signIn(muster, person.email)).body.access_token).toEqual(expect.any(String));
    expect((await muster.post('/api/v1/auth/totp/confirm', { code: '000000' }, person)).status).toBe(422);
    expect((await muster.get('/api/v1/me', person)).body.totp_enabled).toBe(false);
  });

  it('is asked for behind the password', async () => {
    const { person, secret } = await enrolled();
    const { status, body } = await signIn(muster, person.email);
    expect(status).toBe(200);
    expect(body).toEqual({ mfa_required: true, challenge_token: expect.stringMatching(/^mst_2fa_/), expires_in: 300 });
    expect((await verify(body.challenge_token, '000000')).body.code).toBe('wrong_code');
    const { status: verified, body: signedIn } = await verify(body.challenge_token, codeOf(secret));
    expect(verified).toBe(200);
    expect((await muster.get('/api/v1/me', { token: signedIn.access_token })).body.totp_enabled).toBe(true);
    expect(await auditOf(muster, person.organizationId)).toEqual(
      expect.arrayContaining(['account.totp_enrolled', 'account.totp_enabled']),
    );
  });

  it('does not take a code twice, not even at the same moment, nor a challenge', async () => {
    const { person, secret } = await enrolled();
    const code = codeOf(secret);
    const challenges = [await challenge(person.email), await challenge(person.email)];
    const both = await Promise.all(challenges.map((each) => verify(each, code)));
    expect(both.map(({ status }) => status).sort()).toEqual([200, 422]);
    const spent = challenges[both.findIndex(({ status }) => status === 200)]!;
    expect((await verify(spent, codeOf(secret, 1))).body.code).toBe('token_refused');
  });

  it('is replaced by recovery codes, each once', async () => {
    const { person, recoveryCodes } = await enrolled();
    expect(recoveryCodes).toHaveLength(10);
    const code = recoveryCodes[3]!;
    expect((await verify(await challenge(person.email), code.toUpperCase())).status).toBe(200);
    expect((await verify(await challenge(person.email), code)).status).toBe(422);
    expect(await auditOf(muster, person.organizationId)).toContain('account.recovery_code_used');
  });

  it('locks against guessing', async () => {
    const { person, secret } = await enrolled();
    const token = await challenge(person.email);
    for (let guess = 0; guess < 10; guess++) expect((await verify(token, `00000${guess}`)).status).toBe(422);
    expect((await verify(token, codeOf(secret))).status).toBe(429);
  });

  it('is switched off by password and code', async () => {
    const { person, secret } = await enrolled();
    const disable = (chosen: string, code: string) =>
      muster.post('/api/v1/auth/totp/disable', { password: chosen, code }, person);
    expect((await disable('wrong', codeOf(secret))).body.code).toBe('wrong_password');
    expect((await disable(password, '000000')).body.code).toBe('wrong_code');
    expect((await disable(password, codeOf(secret))).status).toBe(204);
    expect((await signIn(muster, person.email)).body.access_token).toEqual(expect.any(String));
    expect((await disable(password, codeOf(secret, 1))).body.code).toBe('totp_not_enrolled');
  });

  it('is kept sealed, and told to nobody', async () => {
    const { person, secret, recoveryCodes } = await enrolled();
    const kept = JSON.stringify(await rowsOf(muster, `select * from accounts where id = $1`, [person.userId]));
    const told = JSON.stringify(
      await rowsOf(muster, `select * from events where organization_id = $1`, [person.organizationId]),
    );
    for (const text of [kept, told]) {
      expect(text).not.toContain(secret);
      expect(text).not.toContain(recoveryCodes[0]);
    }
  });
});

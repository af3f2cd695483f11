import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestMuster } from '../support/muster.ts';
import { auditOf, lettersOf, password, rowsOf, signIn, signUp, tokenInLetter } from '../support/sign-in.ts';

describe('Signing up and in', () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster.stop());

  it('makes an account with an organization that it owns', async () => {
    const { status, body } = await muster.post('/api/v1/auth/sign-up', {
      email: 'Grace@Example.org',
      password,
      name: 'Grace Hopper',
      organization_name: 'Compilers',
    });
    expect(status).toBe(201);
    expect(body).toEqual({
      access_token: expect.any(String),
      refresh_token: expect.stringMatching(/^mst_ref_/),
      token_type: 'Bearer',
      expires_in: 900,
      user: { id: expect.any(String), email: 'Grace@Example.org', name: 'Grace Hopper', email_verified: false },
      organization: {
        id: expect.any(String),
        name: 'Compilers',
        slug: expect.stringMatching(/^compilers-/),
        role: { key: 'owner', name: 'Owner' },
      },
    });
    const me = await muster.get('/api/v1/me', { token: body.access_token });
    expect(me.body).toMatchObject({ totp_enabled: false, organization: body.organization });
    expect(me.body.permissions).toContain('manage_organization');
  });

  it('refuses an address that is taken, in any spelling', async () => {
    const { email } = await signUp(muster);
    const again = { email: email.toUpperCase(), password, name: 'Eve', organization_name: 'Evil' };
    const { status, body } = await muster.post('/api/v1/auth/sign-up', again);
    expect(status).toBe(409);
    expect(body).toMatchObject({ code: 'email_taken', errors: [{ pointer: '/email' }] });
  });

  it('says what is wrong with a body', async () => {
    const { status, body } = await muster.post('/api/v1/auth/sign-up', { email: 'x', password: 'short' });
    expect(status).toBe(400);
    expect(body.errors.map(({ pointer }: { pointer: string }) => pointer).sort()).toEqual(
      ['/email', '/name', '/organization_name', '/password'], // each field once
    );
  });

  it('lets a person in by e-mail and password, and only by the right ones', async () => {
    const { email } = await signUp(muster);
    expect((await signIn(muster, email.toUpperCase())).status).toBe(200);
    const wrong = await signIn(muster, email, 'not the password');
    const unknown = await signIn(muster, 'nobody@example.org', 'not the password');
    expect(wrong.status).toBe(401);
    expect(unknown.status).toBe(401);
    const told = ({ code, detail, title }: Record<string, unknown>) => ({ code, detail, title });
    expect(told(unknown.body)).toEqual(told(wrong.body));
  });

  it('needs a token elsewhere, and a well-formed one', async () => {
    const { token } = await signUp(muster);
    for (const authorization of ['', 'Basic abc', 'Bearer', 'Bearer a b', 'Bearer nonsense', `Bearer ${token}x`]) {
      const { status, headers } = await muster.get('/api/v1/me', { headers: { authorization } });
      expect(status).toBe(401);
      expect(headers['www-authenticate']).toBe('Bearer');
    }
  });

  it('locks an address after too many wrong guesses, whether or not somebody has it', async () => {
    const { email } = await signUp(muster);
    for (const address of [email, 'never.seen@example.org']) {
      for (let guess = 1; guess <= 10; guess++) {
        expect((await signIn(muster, address, `guess ${guess}`)).status).toBe(401);
      }
      const locked = await signIn(muster, address);
      expect(locked.status).toBe(429);
      expect(locked.body).toMatchObject({ code: 'too_many_attempts', retry_after: expect.any(Number) });
      expect(Number(locked.headers['retry-after'])).toBeLessThanOrEqual(60);
    }
  });

  it('keeps every sign-in and its end in the audit log', async () => {
    const person = await signUp(muster);
    await muster.post('/api/v1/auth/sign-out', {}, person);
    const actions = await auditOf(muster, person.organizationId);
    expect(actions).toEqual(['organization.created', 'member.joined', 'session.started', 'session.revoked']);
  });
});

describe('A session', () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster.stop());
  const refresh = (refresh_token: string) => muster.post('/api/v1/auth/refresh', { refresh_token });
  const isIn = async (token: string) => (await muster.get('/api/v1/me', { token })).status === 200;

  it('goes on by refresh tokens that work once', async () => {
    const { refreshToken } = await signUp(muster);
    const first = await refresh(refreshToken);
    expect(first.status).toBe(200);
    expect(await isIn(first.body.access_token)).toBe(true);
    expect((await refresh(first.body.refresh_token)).status).toBe(200);
  });

  it('ends when a spent refresh token comes again, for whoever holds it', async () => {
    const { refreshToken, token } = await signUp(muster);
    const next = await refresh(refreshToken);
    expect((await refresh(refreshToken)).body.code).toBe('refresh_token_reused');
    expect((await refresh(next.body.refresh_token)).body.code).toBe('invalid_refresh_token');
    expect(await isIn(token)).toBe(false);
    expect(await isIn(next.body.access_token)).toBe(false);
  });

  it('gives only one of two simultaneous refreshes new tokens', async () => {
    const { refreshToken } = await signUp(muster);
    const both = await Promise.all([refresh(refreshToken), refresh(refreshToken)]);
    expect(both.map(({ status }) => status).sort()).toEqual([200, 401]);
  });

  it.each(['', 'nonsense', `mst_ref_${'x'.repeat(43)}.${crypto.randomUUID()}`])(
    'is not refreshed by %j',
    async (token) => {
      expect([400, 401]).toContain((await refresh(token)).status);
    },
  );

  it('ends at once when its person signs out, and others go on', async () => {
    const person = await signUp(muster);
    const other = (await signIn(muster, person.email)).body.access_token;
    expect((await muster.post('/api/v1/auth/sign-out', {}, person)).status).toBe(204);
    expect(await isIn(person.token)).toBe(false);
    expect((await refresh(person.refreshToken)).status).toBe(401);
    expect(await isIn(other)).toBe(true);
  });

  it('ends everywhere on request', async () => {
    const person = await signUp(muster);
    const other = (await signIn(muster, person.email)).body.access_token;
    expect((await muster.post('/api/v1/auth/sign-out-everywhere', {}, { token: other })).status).toBe(204);
    expect(await isIn(person.token)).toBe(false);
    expect(await isIn(other)).toBe(false);
  });

  it('is listed for its person, who can end it from elsewhere', async () => {
    const person = await signUp(muster);
    const other = (await signIn(muster, person.email)).body.access_token;
    const { body } = await muster.get('/api/v1/me/sessions', { token: other });
    expect(body.data.map(({ is_current }: { is_current: boolean }) => is_current)).toEqual([true, false]);
    expect(JSON.stringify(body)).not.toContain('hash');
    const first = body.data[1].id;
    const stranger = await signUp(muster);
    expect((await muster.delete(`/api/v1/me/sessions/${first}`, stranger)).status).toBe(404);
    expect((await muster.delete(`/api/v1/me/sessions/${first}`, { token: other })).status).toBe(204);
    expect(await isIn(person.token)).toBe(false);
    expect(await isIn(other)).toBe(true);
  });
});

describe('A password', () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster.stop());
  const change = (token: string, current_password: string, new_password: string) =>
    muster.post('/api/v1/auth/password', { current_password, new_password }, { token });

  it('is changed by whoever knows it, and other sessions end', async () => {
    const person = await signUp(muster);
    const other = (await signIn(muster, person.email)).body.access_token;
    expect((await change(person.token, 'wrong', 'a whole new password')).body).toMatchObject({
      status: 422,
      code: 'wrong_password',
      errors: [{ pointer: '/current_password' }],
    });
    expect((await change(person.token, password, 'a whole new password')).status).toBe(204);
    expect((await muster.get('/api/v1/me', person)).status).toBe(200);
    expect((await muster.get('/api/v1/me', { token: other })).status).toBe(401);
    expect((await signIn(muster, person.email)).status).toBe(401);
    expect((await signIn(muster, person.email, 'a whole new password')).status).toBe(200);
    expect((await lettersOf(muster, person.email)).join()).toContain('has just been changed');
  });

  it('is replaced by a letter that works once', async () => {
    const person = await signUp(muster);
    const asked = await muster.post('/api/v1/auth/password-reset', { email: person.email });
    expect(asked.status).toBe(202);
    const token = await tokenInLetter(muster, person.email, 'reset-password');
    const confirm = (chosen: string) => muster.post('/api/v1/auth/password-reset/confirm', { token, password: chosen });
    expect((await confirm('short')).status).toBe(400);
    expect((await confirm('a whole new password')).status).toBe(204);
    expect((await confirm('another new password')).body.code).toBe('token_refused');
    expect((await muster.get('/api/v1/me', person)).status).toBe(401);
    const { body } = await signIn(muster, person.email, 'a whole new password');
    expect(body.user.email_verified).toBe(true);
  });

  it('has the same answer to a request for an unknown address', async () => {
    const known = await muster.post('/api/v1/auth/password-reset', { email: (await signUp(muster)).email });
    const unknown = await muster.post('/api/v1/auth/password-reset', { email: 'nobody@example.org' });
    expect([unknown.status, unknown.body]).toEqual([known.status, known.body]);
    expect(await lettersOf(muster, 'nobody@example.org')).toEqual([]);
  });

  it('can be replaced although guessing has locked it', async () => {
    const person = await signUp(muster);
    for (let guess = 1; guess <= 10; guess++) await signIn(muster, person.email, 'guess');
    await muster.post('/api/v1/auth/password-reset', { email: person.email });
    const token = await tokenInLetter(muster, person.email, 'reset-password');
    await muster.post('/api/v1/auth/password-reset/confirm', { token, password: 'a whole new password' });
    expect((await signIn(muster, person.email, 'a whole new password')).status).toBe(200);
  });

  it('is told to nobody: neither the database nor events nor letters hold it', async () => {
    const person = await signUp(muster);
    const events = await rowsOf(muster, `select data, changes from events where organization_id = $1`, [
      person.organizationId,
    ]);
    expect(JSON.stringify(events)).not.toMatch(/hash|argon2|battery/);
    const accounts = await rowsOf(muster, `select * from accounts where email = $1`, [person.email]);
    expect(JSON.stringify(accounts)).not.toContain(password);
  });
});

describe('An e-mail address', () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster.stop());

  it('is proved by the letter that signing up sends', async () => {
    const person = await signUp(muster);
    const token = await tokenInLetter(muster, person.email, 'verify-email');
    const confirm = () => muster.post('/api/v1/auth/email-verification/confirm', { token });
    expect((await confirm()).status).toBe(204);
    expect((await confirm()).status).toBe(422);
    expect((await muster.get('/api/v1/me', person)).body.email_verified).toBe(true);
  });

  it('gets another letter on request, unless it is proved', async () => {
    const person = await signUp(muster);
    const first = await tokenInLetter(muster, person.email, 'verify-email');
    expect((await muster.post('/api/v1/auth/email-verification', {}, person)).status).toBe(202);
    await muster.post('/api/v1/auth/email-verification/confirm', { token: first });
    const before = (await lettersOf(muster, person.email, 2)).length;
    await muster.post('/api/v1/auth/email-verification', {}, person);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect((await lettersOf(muster, person.email)).length).toBe(before);
  });

  it('goes with a name that its person can change', async () => {
    const person = await signUp(muster);
    const { status, body } = await muster.patch('/api/v1/me', { name: 'Augusta' }, person);
    expect([status, body.name]).toEqual([200, 'Augusta']);
    const [member] = await rowsOf(muster, `select name from members where user_id = $1`, [person.userId]);
    expect(member).toEqual({ name: 'Augusta' });
    expect(await auditOf(muster, person.organizationId)).toEqual(
      expect.arrayContaining(['account.renamed', 'member.updated']),
    );
  });
});

describe('A person of several organizations', () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster.stop());

  it('chooses where to sign in, and switches with a session for each', async () => {
    const ada = await signUp(muster);
    const host = await signUp(muster);
    await rowsOf(
      muster,
      `insert into members (organization_id, user_id, email, name, role_id)
       select $1, $2, $3, 'Ada', id from roles where organization_id = $1 and key = 'guest'`,
      [host.organizationId, ada.userId, ada.email],
    );
    const there = await signIn(muster, ada.email, password, host.organizationId);
    expect(there.body.organization).toMatchObject({ id: host.organizationId, role: { key: 'guest' } });
    const again = await signIn(muster, ada.email);
    expect(again.body.organization.id).toBe(host.organizationId); // where she was last
    const home = await muster.post(
      '/api/v1/auth/switch-organization',
      { organization_id: ada.organizationId },
      { token: there.body.access_token },
    );
    expect(home.body.organization.role.key).toBe('owner');
    const me = await muster.get('/api/v1/me', { token: there.body.access_token });
    expect(me.body).toMatchObject({ organization: { id: host.organizationId }, permissions: [] });
    expect(me.body.organizations).toHaveLength(2);
  });

  it('gets nowhere else', async () => {
    const [ada, eve] = [await signUp(muster), await signUp(muster)];
    const there = await signIn(muster, eve.email, password, ada.organizationId);
    expect([there.status, there.body.code]).toEqual([403, 'no_membership']);
    const body = { organization_id: ada.organizationId };
    expect((await muster.post('/api/v1/auth/switch-organization', body, eve)).status).toBe(403);
  });

  it('is out at once where they are no member any more', async () => {
    const ada = await signUp(muster);
    await rowsOf(muster, `update members set status = 'deactivated' where user_id = $1`, [ada.userId]);
    expect((await signIn(muster, ada.email)).body.code).toBe('no_membership');
  });
});

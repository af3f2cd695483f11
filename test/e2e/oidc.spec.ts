import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import type { Reply } from '../support/muster.ts';
import { TestMuster } from '../support/muster.ts';
import { TestOidcProvider } from '../support/oidc-provider.ts';
import { auditOf, rowsOf, signUp, tokenInLetter } from '../support/sign-in.ts';

describe('Single sign-on', () => {
  let muster: TestMuster;
  let idp: TestOidcProvider;
  let owner: Awaited<ReturnType<typeof signUp>>;
  let provider: { id: string };

  beforeAll(async () => {
    muster = await TestMuster.start();
    idp = await TestOidcProvider.start();
    owner = await signUp(muster, `boss@elsewhere.example`);
    const { status, body } = await addProvider(await roleId('member'));
    expect(status).toBe(201);
    provider = body;
  });
  afterAll(async () => {
    await idp.stop();
    await muster.stop();
  });
  beforeEach(() => {
    idp.claims = { sub: crypto.randomUUID(), email: newAddress(), email_verified: true, name: 'Lin' };
    idp.forged = {};
  });

  const newAddress = () => `${crypto.randomUUID()}@corp.example`;
  const providersPath = () => `/api/v1/organizations/${owner.organizationId}/identity-providers`;
  const roleId = async (key: string) => {
    const statement = `select id from roles where organization_id = $1 and key = $2`;
    const [role] = (await rowsOf(muster, statement, [owner.organizationId, key])) as { id: string }[];
    return role!.id;
  };
  const addProvider = (default_role_id: string, more = {}) => {
    const { issuer, clientId: client_id, clientSecret: client_secret } = idp;
    const told = { name: 'Corp', issuer, client_id, client_secret, allowed_domains: ['corp.example'] };
    return muster.post(providersPath(), { ...told, default_role_id, ...more }, owner);
  };

  /** The browser's part: to the provider and back, with the cookie that it was given. */
  async function walk({ returnTo = '', keepCookie = true, change = (back: URL) => back } = {}): Promise<Reply> {
    const query = returnTo && `?return_to=${encodeURIComponent(returnTo)}`;
    const start = await visit(`/api/v1/auth/oidc/${provider.id}/start${query}`);
    expect(start.status).toBe(302);
    const cookie = String(start.headers['set-cookie']).split(';')[0]!;
    const back = change(idp.authorize(String(start.headers['location'])));
    return visit(back.pathname + back.search, keepCookie ? { cookie } : {});
  }
  async function visit(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    const response = await fetch(muster.url + path, { headers, redirect: 'manual' });
    const body = await response.text();
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: body ? JSON.parse(body) : undefined,
    };
  }

  it('lets a new person of an allowed domain in, with the default role', async () => {
    const { status, body } = await walk();
    expect(status).toBe(200);
    expect(body).toMatchObject({
      user: { email: idp.claims.email, name: 'Lin', email_verified: false },
      organization: { id: owner.organizationId, role: { key: 'member' } },
    });
    expect((await muster.get('/api/v1/me', { token: body.access_token })).status).toBe(200);
    expect(await auditOf(muster, owner.organizationId)).toEqual(
      expect.arrayContaining(['identity_provider.created', 'member.joined', 'session.started']),
    );
  });

  it('knows the person again, even under another address', async () => {
    const first = await walk();
    idp.claims = { ...idp.claims, email: newAddress() };
    const second = await walk();
    expect(second.body.user).toEqual(first.body.user);
  });

  it.each([
    ['an address that the provider has not verified', { email_verified: false }, 'email_not_verified'],
    ['an address whose state it does not tell', { email_verified: undefined }, 'email_not_verified'],
    ['an address of another domain', { email: 'eve@elsewhere.example' }, 'domain_not_allowed'],
    ['an address that only ends like the domain', { email: 'eve@evilcorp.example' }, 'domain_not_allowed'],
    ['an address with the domain before the @', { email: 'corp.example@evil.example' }, 'domain_not_allowed'],
  ])('refuses %s', async (_, claims, code) => {
    idp.claims = { ...idp.claims, ...claims };
    const { status, body } = await walk();
    expect([status, body.code]).toEqual([403, code]);
  });

  it.each([
    ['another nonce', { nonce: 'another' }],
    ['another audience', { aud: 'somebody else' }],
    ['another issuer', { iss: 'https://evil.example' }],
    ['an end in the past', { exp: 1 }],
  ])('refuses an ID token with %s', async (_, claims) => {
    idp.forged = claims;
    const { status, body } = await walk();
    expect([status, body.code]).toEqual([403, 'sign_in_refused']);
  });

  it('refuses a browser that was not sent away by us', async () => {
    expect((await walk({ keepCookie: false })).body.code).toBe('sign_in_refused');
  });

  it('refuses another state, a code that was not given, and an error of the provider', async () => {
    const changes = [{ state: 'mst_sso_other' }, { code: 'invented' }, { iss: 'https://evil.example' }];
    for (const change of changes) {
      const reply = await walk({
        change: (back) => {
          Object.entries(change).forEach(([name, value]) => back.searchParams.set(name, value));
          return back;
        },
      });
      expect([reply.status, reply.body.code]).toEqual([403, 'sign_in_refused']);
    }
    const refused = await walk({
      change: (back) => {
        back.search = new URLSearchParams({
          error: 'access_denied',
          state: back.searchParams.get('state')!,
        }).toString();
        return back;
      },
    });
    expect(refused.status).toBe(403);
  });

  it('works once: the same way back does not lead in again', async () => {
    let back = '';
    let cookie = '';
    const start = await visit(`/api/v1/auth/oidc/${provider.id}/start`);
    cookie = String(start.headers['set-cookie']).split(';')[0]!;
    const url = idp.authorize(String(start.headers['location']));
    back = url.pathname + url.search;
    expect((await visit(back, { cookie })).status).toBe(200);
    expect((await visit(back, { cookie })).status).toBe(403);
  });

  it('leads back into the web app with a code that works once', async () => {
    const { status, headers } = await walk({ returnTo: '/board?view=mine' });
    expect(status).toBe(302);
    const target = new URL(String(headers['location']));
    expect(target.pathname + target.search).toContain('/board?view=mine&sign_in_code=mst_exc_');
    const exchange = () => muster.post('/api/v1/auth/oidc/exchange', { code: target.searchParams.get('sign_in_code') });
    expect((await exchange()).body.organization.id).toBe(owner.organizationId);
    expect((await exchange()).status).toBe(422);
    for (const evil of ['//evil.example', 'https://evil.example', '/\\evil.example']) {
      const path = `/api/v1/auth/oidc/${provider.id}/start?return_to=${encodeURIComponent(evil)}`;
      expect((await visit(path)).status).toBe(400);
    }
  });

  it('links an account whose owner has proved the address, and no other', async () => {
    const proved = await signUp(muster, newAddress());
    await muster.post('/api/v1/auth/email-verification/confirm', {
      token: await tokenInLetter(muster, proved.email, 'verify-email'),
    });
    idp.claims = { ...idp.claims, email: proved.email };
    expect((await walk()).body.user.id).toBe(proved.userId);
    const unproved = await signUp(muster, newAddress());
    idp.claims = { sub: 'another', email: unproved.email, email_verified: true };
    expect((await walk()).body.code).toBe('account_not_verified');
  });

  it('opens no other organization than its own, and nothing that only the person may do', async () => {
    const person = await signUp(muster, newAddress());
    await muster.post('/api/v1/auth/email-verification/confirm', {
      token: await tokenInLetter(muster, person.email, 'verify-email'),
    });
    idp.claims = { ...idp.claims, email: person.email };
    const { access_token: token } = (await walk()).body;
    const attempts = [
      muster.post('/api/v1/auth/switch-organization', { organization_id: person.organizationId }, { token }),
      muster.post('/api/v1/auth/password', { current_password: 'x', new_password: 'long enough' }, { token }),
      muster.post('/api/v1/auth/totp/enrol', { password: 'x' }, { token }),
      muster.patch('/api/v1/me', { name: 'Eve' }, { token }),
    ];
    for (const { status, body } of await Promise.all(attempts)) {
      expect([status, body.code]).toEqual([403, 'own_sign_in_needed']);
    }
    const { body } = await muster.get('/api/v1/me/sessions', { token });
    expect(body.data.map(({ organization_id }: { organization_id: string }) => organization_id)).toEqual([
      owner.organizationId,
    ]);
    await muster.post('/api/v1/auth/sign-out-everywhere', {}, { token });
    expect((await muster.get('/api/v1/me', person)).status).toBe(200);
  });

  it('is set up by administrators, who never see the secret again', async () => {
    const stranger = await signUp(muster);
    const one = `${providersPath()}/${provider.id}`;
    expect((await muster.get(providersPath(), stranger)).status).toBe(404);
    expect((await muster.get(one, owner)).body).toMatchObject({ name: 'Corp', version: 1 });
    const { status, body } = await muster.patch(one, { name: 'The corp', client_secret: idp.clientSecret }, owner);
    expect([status, body.name, body.version]).toEqual([200, 'The corp', 2]);
    expect((await muster.patch(one, { name: 'X' }, { ...owner, headers: { 'if-match': '"v1"' } })).status).toBe(412);
    const kept = JSON.stringify(await rowsOf(muster, `select * from identity_providers`, []));
    const told = JSON.stringify(await rowsOf(muster, `select data, changes from events`, []));
    for (const text of [kept, told, JSON.stringify(body)]) expect(text).not.toContain(idp.clientSecret);
    expect((await walk()).status).toBe(200);
  });

  it('does not make owners, nor lets everybody in', async () => {
    expect((await addProvider(await roleId('owner'))).body.code).toBe('owner_role');
    expect((await addProvider(await roleId('member'), { allowed_domains: [] })).status).toBe(400);
  });

  it('can be switched off and taken away', async () => {
    const one = `${providersPath()}/${provider.id}`;
    await muster.patch(one, { enabled: false }, owner);
    expect((await visit(`/api/v1/auth/oidc/${provider.id}/start`)).body.code).toBe('provider_disabled');
    expect((await muster.delete(one, owner)).status).toBe(204);
    expect((await muster.get(one, owner)).status).toBe(404);
  });

  it('says when a provider does not answer as promised', async () => {
    const { body } = await addProvider(await roleId('member'), { issuer: 'http://127.0.0.1:9' });
    const { status, body: problem } = await visit(`/api/v1/auth/oidc/${body.id}/start`);
    expect([status, problem.code]).toEqual([409, 'provider_unreachable']);
  });
});

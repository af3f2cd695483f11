import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { TestMuster } from '../support/muster.ts';
import { auditOf, rowsOf, signIn, signUp } from '../support/sign-in.ts';

type SignedUp = Awaited<ReturnType<typeof signUp>>;

describe('A personal access token', () => {
  let muster: TestMuster;
  let ada: SignedUp;
  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await signUp(muster);
  });
  afterAll(() => muster.stop());
  const create = (body: object, as: { token: string } = ada) => muster.post('/api/v1/me/tokens', body, as);

  it('is shown once, and lets a program in as its owner', async () => {
    const { status, body } = await create({ name: 'Import', scopes: ['view_tasks', 'create_tasks'] });
    expect(status).toBe(201);
    expect(body).toEqual({
      id: expect.any(String),
      name: 'Import',
      scopes: ['create_tasks', 'view_tasks'],
      token: expect.stringMatching(/^mst_pat_[\w-]{43}$/),
      created_at: expect.any(String),
      expires_at: null,
      last_used_at: null,
    });
    const me = await muster.get('/api/v1/me', { token: body.token });
    expect(me.body).toMatchObject({ id: ada.userId, permissions: ['create_tasks', 'view_tasks'] });
    const list = await muster.get('/api/v1/me/tokens', ada);
    expect(list.body.data[0]).toMatchObject({ id: body.id, last_used_at: expect.any(String) });
    expect(JSON.stringify(list.body)).not.toContain(body.token);
    const kept = JSON.stringify(await rowsOf(muster, `select * from access_tokens`, []));
    expect(kept).not.toContain(body.token);
  });

  it('may do no more than its scopes, and names what is missing', async () => {
    const { body } = await create({ name: 'Reader', scopes: ['view_project'] });
    expect((await muster.get('/api/v1/projects', { token: body.token })).status).toBe(200);
    const refused = await muster.post('/api/v1/projects', { title: 'X' }, { token: body.token });
    expect(refused.status).toBe(403);
    expect(refused.body).toMatchObject({ code: 'permission_missing', permission: 'create_projects' });
  });

  it('carries all that its owner holds when no scopes are named, and nothing else', async () => {
    const { body } = await create({ name: 'All' });
    expect(body.scopes).toContain('manage_organization');
    const beyond = await create({ name: 'More', scopes: ['view_tasks', 'rule_the_world'] });
    expect(beyond.status).toBe(422);
    expect(beyond.body.errors[0]).toMatchObject({ pointer: '/scopes/1', code: 'scope_not_held' });
  });

  it('neither makes tokens nor touches the account of its owner', async () => {
    const { body } = await create({ name: 'All' });
    const attempts = [
      create({ name: 'Child' }, body),
      muster.post('/api/v1/auth/sign-out-everywhere', {}, body),
      muster.get('/api/v1/me/sessions', body),
      muster.patch('/api/v1/me', { name: 'X' }, body),
      muster.post('/api/v1/auth/switch-organization', { organization_id: ada.organizationId }, body),
    ];
    for (const { status } of await Promise.all(attempts)) expect(status).toBe(403);
  });

  it('ends at once when it is revoked, and by itself when its time is over', async () => {
    const { body } = await create({ name: 'Short' });
    expect((await muster.get('/api/v1/me', body)).status).toBe(200);
    expect((await muster.delete(`/api/v1/me/tokens/${body.id}`, ada)).status).toBe(204);
    expect((await muster.get('/api/v1/me', body)).status).toBe(401);
    expect((await muster.delete(`/api/v1/me/tokens/${body.id}`, ada)).body.code).toBe('token_revoked');
    expect((await create({ name: 'Past', expires_at: '2020-01-01T00:00:00Z' })).body.code).toBe('in_the_past');
    const soon = Temporal.Now.instant().add({ milliseconds: 800 }).toString();
    const brief = await create({ name: 'Brief', expires_at: soon });
    expect((await muster.get('/api/v1/me', brief.body)).status).toBe(200);
    await new Promise((resolve) => setTimeout(resolve, 900));
    expect((await muster.get('/api/v1/me', brief.body)).status).toBe(401);
  });

  it('is nobody else’s business', async () => {
    const { body } = await create({ name: 'Mine' });
    const eve = await signUp(muster);
    expect((await muster.delete(`/api/v1/me/tokens/${body.id}`, eve)).status).toBe(404);
    expect((await muster.get('/api/v1/me/tokens', eve)).body.data).toEqual([]);
  });

  it('outlives the sessions of its owner', async () => {
    const { body } = await create({ name: 'Lasting' });
    const other = await signIn(muster, ada.email);
    await muster.post('/api/v1/auth/sign-out-everywhere', {}, { token: other.body.access_token });
    expect((await muster.get('/api/v1/me', body)).status).toBe(200);
    ada = { ...ada, token: (await signIn(muster, ada.email)).body.access_token };
    expect(await auditOf(muster, ada.organizationId)).toEqual(
      expect.arrayContaining(['access_token.created', 'access_token.revoked']),
    );
  });
});

describe('A service account', () => {
  let muster: TestMuster;
  let ada: SignedUp;
  let path: string;
  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await signUp(muster);
    path = `/api/v1/organizations/${ada.organizationId}/service-accounts`;
  });
  afterAll(() => muster.stop());
  const roleId = async (key: string) => {
    const statement = `select id from roles where organization_id = $1 and key = $2`;
    const [role] = (await rowsOf(muster, statement, [ada.organizationId, key])) as { id: string }[];
    return role!.id;
  };
  const created = async (role: string) =>
    (await muster.post(path, { name: 'Builder', role_id: await roleId(role) }, ada)).body;

  it('is a member with a role, that comes in by its tokens', async () => {
    const account = await created('member');
    expect(account).toMatchObject({ id: expect.any(String), name: 'Builder' });
    const { status, body } = await muster.post(`${path}/${account.id}/tokens`, { name: 'CI' }, ada);
    expect(status).toBe(201);
    expect(body.token).toMatch(/^mst_svc_/);
    const me = await muster.get('/api/v1/me', body);
    expect(me.body).toMatchObject({ id: account.id, name: 'Builder', organization: { role: { key: 'member' } } });
    expect((await muster.get(`${path}/${account.id}/tokens`, ada)).body.data).toHaveLength(1);
    expect((await muster.get(path, ada)).body.data).toContainEqual(account);
  });

  it('cannot sign in, own anything, or do more than its maker', async () => {
    expect((await muster.post(path, { name: 'Boss', role_id: await roleId('owner') }, ada)).body.code).toBe(
      'owner_role',
    );
    const account = await created('viewer');
    const beyond = await muster.post(`${path}/${account.id}/tokens`, { name: 'X', scopes: ['delete_tasks'] }, ada);
    expect(beyond.body.code).toBe('scope_not_held');
    expect((await signIn(muster, `${account.id}@service.invalid`)).status).toBe(401);
    const manager = (await muster.post(`${path}/${(await created('manager')).id}/tokens`, { name: 'M' }, ada)).body;
    const admin = await muster.post(path, { name: 'Admin', role_id: await roleId('admin') }, manager);
    expect(admin.body.code).toBe('not_yours_to_give');
  });

  it('ends with all its tokens', async () => {
    const account = await created('member');
    const { body } = await muster.post(`${path}/${account.id}/tokens`, { name: 'CI' }, ada);
    const second = await muster.post(`${path}/${account.id}/tokens`, { name: 'CD' }, ada);
    expect((await muster.delete(`${path}/${account.id}/tokens/${second.body.id}`, ada)).status).toBe(204);
    expect((await muster.get('/api/v1/me', second.body)).status).toBe(401);
    expect((await muster.get('/api/v1/me', body)).status).toBe(200);
    expect((await muster.delete(`${path}/${account.id}`, ada)).status).toBe(204);
    expect((await muster.get('/api/v1/me', body)).status).toBe(401);
    expect((await muster.get(`${path}/${account.id}/tokens`, ada)).status).toBe(404);
  });

  it('is of its organization only', async () => {
    const account = await created('member');
    const eve = await signUp(muster);
    expect((await muster.get(path, eve)).status).toBe(404);
    const foreign = `/api/v1/organizations/${eve.organizationId}/service-accounts/${account.id}`;
    expect((await muster.delete(foreign, eve)).status).toBe(404);
    expect((await muster.post(`${foreign}/tokens`, { name: 'X' }, eve)).status).toBe(404);
  });
});

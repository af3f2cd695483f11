import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Person, TestMuster } from '../support/muster.ts';

describe('Who may do what', () => {
  let muster: TestMuster;
  let owner: Person;
  let roles: Record<string, string>;
  let home: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    owner = await muster.signUp('Olga');
    home = `/api/v1/organizations/${owner.organizationId}`;
    const { body } = await muster.get('/api/v1/roles?limit=200', owner);
    roles = Object.fromEntries(body.data.map((role: { key: string; id: string }) => [role.key, role.id]));
  });

  afterAll(() => muster?.stop());

  /** The token of the newest letter to an address; mails become files where there is no mail server. */
  async function tokenFor(email: string): Promise<string> {
    const folder = join(muster.dataDir, 'mail');
    for (let attempt = 0; attempt < 400; attempt++) {
      const letters = readFiles(folder).filter((text) => text.includes(`To: ${email}`));
      const token = letters
        .at(-1)
        ?.replace(/=\r?\n/g, '')
        .match(/mst_inv_[\w-]+/)?.[0];
      if (token) return token;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`no letter to ${email}`);
  }

  function readFiles(folder: string): string[] {
    try {
      const names = readdirSync(folder).filter((name) => name.endsWith('.eml'));
      return names.sort().map((name) => readFileSync(join(folder, name), 'utf8'));
    } catch {
      return [];
    }
  }

  /** A new member with a role, by invitation. */
  async function welcome(name: string, role: string): Promise<Person> {
    const email = `${name.toLowerCase()}.${Math.random().toString(36).slice(2)}@example.org`;
    const invited = await muster.post(`${home}/invitations`, { email, role_id: roles[role] ?? role }, owner);
    expect(invited).toMatchObject({ status: 201, body: { status: 'open', email } });
    const token = await tokenFor(email);
    const { status, body } = await muster.post('/api/v1/invitations/accept', {
      token,
      name,
      password: 'correct horse battery staple',
    });
    expect([status, body]).toMatchObject([200, { account_created: true, user: { name } }]);
    return { token: body.access_token, userId: body.user.id, organizationId: owner.organizationId, email };
  }

  describe('An organization', () => {
    it('is shown to its members and to nobody else', async () => {
      expect(await muster.get(home, owner)).toMatchObject({ status: 200, body: { time_zone: 'UTC' } });
      const stranger = await muster.signUp('Sam');
      expect((await muster.get(home, stranger)).status).toBe(404);
      expect((await muster.get(`${home}/members`, stranger)).status).toBe(404);
      expect((await muster.patch(home, { name: 'Mine' }, stranger)).status).toBe(404);
    });

    it('changes under If-Match, and refuses a time zone that there is not', async () => {
      const { headers, body } = await muster.get(home, owner);
      const changed = await muster.patch(
        home,
        { time_zone: 'Europe/Berlin' },
        {
          ...owner,
          headers: { 'if-match': String(headers.etag) },
        },
      );
      expect(changed).toMatchObject({ status: 200, body: { time_zone: 'Europe/Berlin', version: body.version + 1 } });
      const late = { ...owner, headers: { 'if-match': String(headers.etag) } };
      expect((await muster.patch(home, { name: 'Late' }, late)).status).toBe(412);
      const wrong = await muster.patch(home, { time_zone: 'Mars/Olympus' }, owner);
      expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/time_zone' }] } });
    });
  });

  describe('Members', () => {
    it('join by an invitation that works once', async () => {
      const ada = await welcome('Ada', 'member');
      const { body } = await muster.get(`${home}/members/${ada.userId}`, ada);
      expect(body).toMatchObject({ name: 'Ada', role: { key: 'member' }, status: 'active', email: null });
      const seen = await muster.get(`${home}/members/${ada.userId}`, owner);
      expect(seen.body.email).toBe(ada.email);
      const again = await muster.post('/api/v1/invitations/accept', { token: await tokenFor(ada.email) });
      expect(again).toMatchObject({ status: 422, body: { code: 'invitation_refused' } });
    });

    it('are invited once, again with a new link, and not any more when it is taken back', async () => {
      const email = `rosa.${Date.now()}@example.org`;
      const invited = await muster.post(`${home}/invitations`, { email, role_id: roles.viewer }, owner);
      const path = `${home}/invitations/${invited.body.id}`;
      const twice = await muster.post(`${home}/invitations`, { email, role_id: roles.viewer }, owner);
      expect(twice).toMatchObject({ status: 409, body: { code: 'already_invited' } });
      const first = await tokenFor(email);
      expect((await muster.post(`${path}/resend`, {}, owner)).status).toBe(200);
      expect((await muster.post('/api/v1/invitations/accept', { token: first })).status).toBe(422);
      expect((await muster.delete(path, owner)).status).toBe(204);
      expect(await muster.get(path, owner)).toMatchObject({ body: { status: 'revoked' } });
      expect((await muster.post(`${path}/resend`, {}, owner)).status).toBe(409);
      const listed = await muster.get(`${home}/invitations?status=revoked&count=exact`, owner);
      expect(listed.body).toMatchObject({ total: 1, data: [{ email }] });
    });

    it('with an account join without a new one, and sign in as usual', async () => {
      const sue = await muster.signUp('Sue');
      await muster.post(`${home}/invitations`, { email: sue.email, role_id: roles.viewer }, owner);
      const accepted = await muster.post('/api/v1/invitations/accept', { token: await tokenFor(sue.email) });
      expect(accepted).toMatchObject({ status: 200, body: { account_created: false, user: { id: sue.userId } } });
      expect(accepted.body.access_token).toBeUndefined();
    });

    it('who need an account say so before the invitation is spent', async () => {
      const email = `nina.${Date.now()}@example.org`;
      await muster.post(`${home}/invitations`, { email, role_id: roles.viewer }, owner);
      const token = await tokenFor(email);
      const nameless = await muster.post('/api/v1/invitations/accept', { token });
      expect(nameless).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }] } });
      const person = { token, name: 'Nina', password: 'correct horse battery staple' };
      expect((await muster.post('/api/v1/invitations/accept', person)).status).toBe(200);
    });

    it('cannot lose the last owner, nor be made owners by others', async () => {
      const me = `${home}/members/${owner.userId}`;
      expect(await muster.patch(me, { role_id: roles.admin }, owner)).toMatchObject({
        status: 409,
        body: { code: 'last_owner' },
      });
      expect((await muster.delete(me, owner)).status).toBe(409);
      const admin = await welcome('Alba', 'admin');
      const other = await welcome('Bea', 'member');
      const made = await muster.patch(`${home}/members/${other.userId}`, { role_id: roles.owner }, admin);
      expect(made).toMatchObject({ status: 403, body: { code: 'owner_required' } });
      expect((await muster.patch(me, { role_id: roles.member }, admin)).status).toBe(403);
      const invited = { email: 'x@example.org', role_id: roles.owner };
      expect((await muster.post(`${home}/invitations`, invited, admin)).status).toBe(403);
    });

    it('cannot lose their last owner to two owners who demote each other at the same moment', async () => {
      const [one, two] = [await muster.signUp('One'), await welcome('Two', 'owner')];
      expect(one.organizationId).not.toBe(two.organizationId);
      const demote = (who: Person, by: Person) =>
        muster.patch(`${home}/members/${who.userId}`, { role_id: roles.admin }, by);
      const [first, second] = await Promise.all([demote(owner, two), demote(two, owner)]);
      expect([first!.status, second!.status].sort()).toEqual([200, 403]);
      const remaining = first!.status === 200 ? two : owner;
      if (remaining === two) {
        expect((await muster.patch(`${home}/members/${owner.userId}`, { role_id: roles.owner }, two)).status).toBe(200);
        expect((await demote(two, owner)).status).toBe(200);
      }
    });

    it('are invited many at once, each by itself', async () => {
      const items = [
        { email: 'b1@example.org', role_id: roles.viewer },
        { email: 'nonsense', role_id: roles.viewer },
      ];
      const { status, body } = await muster.post(`${home}/invitations/batch`, { items }, owner);
      expect([status, body.results.map((one: { status: number }) => one.status)]).toEqual([200, [201, 400]]);
    });

    it('give no more than they hold', async () => {
      const manager = await welcome('Mia', 'manager');
      const member = await welcome('Max', 'member');
      const path = `${home}/members/${member.userId}`;
      expect(await muster.patch(path, { role_id: roles.admin }, manager)).toMatchObject({
        status: 403,
        body: { code: 'not_yours_to_give', permissions: expect.arrayContaining(['manage_roles']) },
      });
      expect((await muster.patch(path, { role_id: roles.viewer }, manager)).status).toBe(200);
    });

    it('can do nothing once deactivated, and everything again afterwards', async () => {
      const tom = await welcome('Tom', 'member');
      const path = `${home}/members/${tom.userId}`;
      expect((await muster.get('/api/v1/projects', tom)).status).toBe(200);
      expect((await muster.delete(path, owner)).status).toBe(204);
      expect((await muster.get('/api/v1/projects', tom)).status).toBe(401);
      expect((await muster.patch(path, { status: 'active', weekly_hours: 20 }, owner)).body).toMatchObject({
        status: 'active',
        weekly_hours: 20,
      });
      expect((await muster.get('/api/v1/projects', tom)).status).toBe(200);
    });

    it('are listed page by page', async () => {
      const first = await muster.get(`${home}/members?limit=2&count=exact&order_by=-name`, owner);
      expect(first.body.data).toHaveLength(2);
      const next = await muster.get(`${home}/members?limit=200&order_by=-name&cursor=${first.body.next_cursor}`, owner);
      expect(next.body.data).toHaveLength(first.body.total - 2);
      const foreign = await muster.get(
        `${home}/members?status=active&order_by=-name&cursor=${first.body.next_cursor}`,
        owner,
      );
      expect(foreign).toMatchObject({ status: 400, body: { code: 'foreign_cursor' } });
    });
  });

  describe('Roles', () => {
    it('are made, copied, changed for all at once, and deleted when nobody has them', async () => {
      const made = await muster.post(
        '/api/v1/roles',
        {
          name: 'Thrifty',
          permissions: [
            'view_project',
            'view_tasks',
            { permission: 'view_costs', conditions: { cost_minor: { $lt: 500 } } },
          ],
        },
        owner,
      );
      expect(made).toMatchObject({ status: 201, body: { key: 'thrifty', users: 0 } });
      expect(made.body.permissions[2]).toEqual({ permission: 'view_costs', conditions: { cost_minor: { $lt: 500 } } });
      const path = `/api/v1/roles/${made.body.id}`;
      const copy = await muster.post(`${path}/clone`, { name: 'Thriftier' }, owner);
      expect(copy.body.permissions).toEqual(made.body.permissions);
      expect((await muster.post('/api/v1/roles', { name: 'thrifty' }, owner)).status).toBe(409);

      const ivy = await welcome('Ivy', made.body.id);
      expect((await muster.get('/api/v1/roles', ivy)).status).toBe(403);
      const inUse = await muster.delete(path, owner);
      expect(inUse).toMatchObject({
        status: 409,
        body: { code: 'role_in_use', used_by: { members: [{ name: 'Ivy' }] } },
      });
      const edited = await muster.patch(path, { permissions: ['view_project', 'manage_roles'] }, owner);
      expect(edited).toMatchObject({
        status: 200,
        body: { version: 2, permissions: ['view_project', 'manage_roles'] },
      });
      expect((await muster.get('/api/v1/roles', ivy)).status).toBe(200);
      expect(await muster.patch(path, { permissions: ['export_data'] }, ivy)).toMatchObject({
        status: 403,
        body: { code: 'not_yours_to_give' },
      });
      expect((await muster.delete(`/api/v1/roles/${copy.body.id}`, owner)).status).toBe(204);
    });

    it('built in stay as they are', async () => {
      const edited = await muster.patch(`/api/v1/roles/${roles.member}`, { name: 'Minion' }, owner);
      expect(edited).toMatchObject({ status: 409, body: { code: 'role_built_in' } });
      expect((await muster.delete(`/api/v1/roles/${roles.member}`, owner)).status).toBe(409);
    });

    it.each([
      [
        { permission: 'view_tasks', conditions: { colour: 'red' } },
        '/permissions/0/conditions/colour',
        'unknown_attribute',
      ],
      [
        { permission: 'view_tasks', conditions: { status: 7 } },
        '/permissions/0/conditions/status',
        'invalid_condition',
      ],
      [
        { permission: 'view_tasks', conditions: { status: { $lt: 7 } } },
        '/permissions/0/conditions/status',
        'invalid_condition',
      ],
      [
        { permission: 'view_tasks', conditions: { labels: { $regex: '.*' } } },
        '/permissions/0/conditions/labels',
        'invalid_condition',
      ],
      [
        { permission: 'edit_own_tasks', conditions: { assignee_ids: [] } },
        '/permissions/0/conditions/assignee_ids',
        'attribute_taken',
      ],
      [{ permission: 'view_tasks', fields: ['secret'] }, '/permissions/0/fields/0', 'unknown_field'],
    ])('refuse %j', async (entry, pointer, code) => {
      const refused = await muster.post('/api/v1/roles', { name: 'Odd', permissions: [entry] }, owner);
      expect(refused).toMatchObject({ status: 422, body: { errors: [{ pointer, code }] } });
    });

    it('refuse codes that there are not, at the edge', async () => {
      const refused = await muster.post('/api/v1/roles', { name: 'Odd', permissions: ['fly'] }, owner);
      expect(refused).toMatchObject({ status: 400, body: { errors: [{ pointer: '/permissions/0' }] } });
    });
  });

  describe('In a project', () => {
    it('guests see only what they are added to, and nothing any more when they are taken out', async () => {
      const guest = await welcome('Gus', 'guest');
      const project = await muster.project(owner, 'Website');
      const secret = await muster.project(owner, 'Secret');
      const members = `/api/v1/projects/${project.id}/members`;
      expect((await muster.get(`/api/v1/projects/${project.id}`, guest)).status).not.toBe(200);
      const added = await muster.post(members, { user_id: guest.userId }, owner);
      expect(added).toMatchObject({ status: 201, body: { role: null, name: 'Gus' } });
      expect((await muster.post(members, { user_id: guest.userId }, owner)).status).toBe(409);
      expect((await muster.get(`/api/v1/projects/${project.id}`, guest)).status).toBe(200);
      expect((await muster.get(`/api/v1/projects/${secret.id}`, guest)).status).toBe(404);
      expect((await muster.get(members, guest)).body.data).toMatchObject([{ name: 'Gus' }]);
      expect((await muster.get(`/api/v1/projects/${secret.id}/members`, guest)).status).toBe(404);
      const tasks = `/api/v1/projects/${project.id}/tasks`;
      expect((await muster.post(tasks, { title: 'Mine' }, guest)).status).toBe(403);

      const changed = await muster.patch(`${members}/${guest.userId}`, { role_id: roles.member }, owner);
      expect(changed).toMatchObject({ status: 200, body: { role: { key: 'member' }, version: 2 } });
      expect((await muster.post(tasks, { title: 'Mine' }, guest)).status).toBe(201);
      expect((await muster.delete(`${members}/${guest.userId}`, owner)).status).toBe(204);
      expect((await muster.get(`/api/v1/projects/${project.id}`, guest)).status).not.toBe(200);
    });

    it('single permissions are added and taken away, and the answer says what is left', async () => {
      const vera = await welcome('Vera', 'viewer');
      const project = await muster.project(owner, 'Bridge');
      const path = `/api/v1/projects/${project.id}/permissions`;
      const mine = `${path}/${vera.userId}`;
      const changed = await muster.patch(mine, { add: ['create_tasks'], remove: ['view_analytics'] }, owner);
      expect(changed).toMatchObject({
        status: 200,
        body: { is_member: false, role: null, added: ['create_tasks'], removed: ['view_analytics'] },
      });
      expect(changed.body.effective).toEqual(['create_tasks', 'view_project', 'view_resources', 'view_tasks']);
      expect((await muster.post(`/api/v1/projects/${project.id}/tasks`, { title: 'A' }, vera)).status).toBe(201);
      expect((await muster.get(path, owner)).body.data).toHaveLength(1);
      expect((await muster.get(path, vera)).status).toBe(403);

      const cleared = await muster.patch(mine, { clear: ['create_tasks', 'view_analytics'] }, owner);
      expect(cleared.body).toMatchObject({ added: [], removed: [], decisions: [] });
      expect((await muster.post(`/api/v1/projects/${project.id}/tasks`, { title: 'A' }, vera)).status).toBe(403);
      const twice = await muster.patch(mine, { add: ['view_tasks'], remove: ['view_tasks'] }, owner);
      expect(twice).toMatchObject({ status: 422, body: { errors: [{ pointer: '/remove/0' }] } });
    });

    it('a denial on a task hides it, and a nearer grant beats a farther denial', async () => {
      const dora = await welcome('Dora', 'member');
      const project = await muster.project(owner, 'Tunnel');
      const tasks = `/api/v1/projects/${project.id}/tasks`;
      const [done, todo] = [
        (await muster.post(tasks, { title: 'Done' }, owner)).body,
        (await muster.post(tasks, { title: 'Todo' }, owner)).body,
      ];
      await muster.patch(`/api/v1/tasks/${done.id}/status`, { status: 'done' }, owner);
      const seen = async () =>
        (await muster.get(tasks, dora)).body.data.map((task: { title: string }) => task.title).sort();
      const set = (decisions: object[]) =>
        muster.put(`/api/v1/projects/${project.id}/permissions/${dora.userId}`, { decisions }, owner);
      expect(await seen()).toEqual(['Done', 'Todo']);

      expect((await set([{ permission: 'view_tasks', effect: 'deny', task_id: todo.id }])).status).toBe(200);
      expect(await seen()).toEqual(['Done']);
      expect((await muster.get(`/api/v1/tasks/${todo.id}`, dora)).status).toBe(404);

      const denial = { permission: 'view_tasks', effect: 'deny', conditions: { status: { $in: ['done', 'todo'] } } };
      await set([denial, { permission: 'view_tasks', task_id: done.id }]);
      expect(await seen()).toEqual(['Done']);
      const other = await muster.project(owner, 'Other');
      const elsewhere = await muster.post(`/api/v1/projects/${other.id}/tasks`, { title: 'X' }, owner);
      expect(await set([{ permission: 'view_tasks', task_id: elsewhere.body.id }])).toMatchObject({
        status: 422,
        body: { errors: [{ pointer: '/decisions/0/task_id' }] },
      });
      const owners = await muster.patch(
        `/api/v1/projects/${project.id}/permissions/${owner.userId}`,
        { remove: ['view_tasks'] },
        owner,
      );
      expect(owners).toMatchObject({ status: 409, body: { code: 'owner_not_restrictable' } });
    });

    it('explains which rule decided', async () => {
      const rita = await welcome('Rita', 'member');
      const project = await muster.project(owner, 'Harbour');
      const { body: task } = await muster.post(`/api/v1/projects/${project.id}/tasks`, { title: 'T' }, owner);
      const path = `/api/v1/projects/${project.id}/permissions`;
      await muster.patch(`${path}/${rita.userId}`, { remove: ['view_tasks'] }, owner);
      const asked = `${path}/explain?user=${rita.userId}&action=view&subject=Task:${task.id}`;
      const { body } = await muster.get(asked, owner);
      expect(body).toMatchObject({
        allowed: false,
        reason: 'view_tasks denied by a denial for the project',
        rules: [
          { effect: 'deny', decides: true, matches: true },
          { effect: 'allow', reason: 'view_tasks granted by the role "Member"', decides: false, matches: true },
        ],
      });
      expect((await muster.get(asked, rita)).status).toBe(404);
      const everywhere = await muster.get('/api/v1/permissions/explain?action=view&subject=Task', rita);
      expect(everywhere.body).toMatchObject({ allowed: true, reason: 'view_tasks granted by the role "Member"' });
      expect((await muster.get('/api/v1/permissions/explain?action=view&subject=Unicorn', owner)).status).toBe(400);
      const nosy = `/api/v1/permissions/explain?action=view&subject=Task&user=${owner.userId}`;
      expect((await muster.get(nosy, rita)).status).toBe(403);
    });
  });

  describe('A portfolio', () => {
    it('hands its decisions down to its projects', async () => {
      const pia = await welcome('Pia', 'guest');
      const portfolio = await muster.post('/api/v1/portfolios', { name: 'City' }, owner);
      expect(portfolio.status).toBe(201);
      const project = await muster.project(owner, 'Tram');
      const overrides = `${home}/permission-overrides`;
      const made = await muster.post(
        overrides,
        { user_id: pia.userId, scope_type: 'portfolio', scope_id: portfolio.body.id, permission: 'view_project' },
        owner,
      );
      expect(made).toMatchObject({ status: 201, body: { effect: 'allow', user: { name: 'Pia' } } });
      expect((await muster.get(`/api/v1/projects/${project.id}`, pia)).status).toBe(404);
      await muster.patch(`/api/v1/projects/${project.id}`, { portfolio_id: portfolio.body.id }, owner);
      expect((await muster.get(`/api/v1/projects/${project.id}`, pia)).status).toBe(200);
      expect((await muster.delete(`${overrides}/${made.body.id}`, owner)).status).toBe(204);
      expect((await muster.get(`/api/v1/projects/${project.id}`, pia)).status).toBe(403);
    });
  });

  it('tells clients their rules, in the spelling of the wire', async () => {
    const { body } = await muster.get('/api/v1/me/abilities', owner);
    expect(body.codes).toContain('manage_organization');
    expect(body.rules).toContainEqual(
      expect.objectContaining({ action: 'edit', subject: 'Task', conditions: { assignee_ids: owner.userId } }),
    );
    const catalogue = await muster.get('/api/v1/permissions', owner);
    expect(catalogue.body.data).toContainEqual({
      code: 'view_costs',
      description: 'See costs',
      in_projects: true,
      on_tasks: true,
      attributes: expect.arrayContaining(['cost_minor', 'labels', 'status']),
      fields: expect.arrayContaining(['cost']),
    });
  });

  describe('The audit log', () => {
    it('says who did what, before and after, without secrets', async () => {
      const { body } = await muster.get(`/api/v1/audit?action=member.*&count=exact`, owner);
      expect(body.total).toBeGreaterThan(3);
      expect(body.data[0]).toMatchObject({ subject_type: 'Member', actor: { id: expect.any(String) } });
      const joined = body.data.find((entry: { action: string }) => entry.action === 'member.joined');
      expect(JSON.stringify(joined.changes)).not.toContain('@example.org');
      const zone = await muster.get('/api/v1/audit?q=Europe/Berlin', owner);
      expect(zone.body.data).toMatchObject([{ changes: { time_zone: ['UTC', 'Europe/Berlin'] } }]);
    });

    it('is sealed soon after', async () => {
      const sealed = async () => {
        const [row] = await muster.owner<{ open: string }>(
          `select count(*) as open from audit_entries a where organization_id = $1 and position > coalesce(
             (select max(to_position) from audit_seals s where s.organization_id = a.organization_id), 0)`,
          [owner.organizationId],
        );
        return Number(row!.open) === 0;
      };
      for (let attempt = 0; attempt < 100 && !(await sealed()); attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(await sealed()).toBe(true);
    });

    it('is exported as CSV and JSON by whoever may, which it remembers', async () => {
      const json = await muster.get('/api/v1/audit/export?format=json', owner);
      expect(json.body.length).toBeGreaterThan(10);
      const csv = await muster.get('/api/v1/audit/export?action=role.*', owner);
      const lines = csv.body.trim().split('\r\n');
      expect(lines[0]).toMatch(/^position,occurred_at,action/);
      expect(lines.length).toBeGreaterThan(2);
      const remembered = await muster.get('/api/v1/audit?action=audit.exported&count=exact', owner);
      expect(remembered.body.total).toBe(2);
      const mel = await welcome('Mel', 'manager');
      expect((await muster.get('/api/v1/audit', mel)).status).toBe(403);
    });
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, TestMuster } from '../support/muster.ts';
import { TestOrganization } from '../support/organization.ts';

describe('Who may do what', () => {
  let muster: TestMuster;
  let acme: TestOrganization;
  let owner: Person;

  beforeAll(async () => {
    muster = await TestMuster.start();
    acme = await TestOrganization.found(muster);
    owner = acme.owner;
  });

  afterAll(() => muster?.stop());

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

      const ivy = await acme.welcome('Ivy', made.body.id);
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
      const edited = await muster.patch(`/api/v1/roles/${acme.roles.member}`, { name: 'Minion' }, owner);
      expect(edited).toMatchObject({ status: 409, body: { code: 'role_built_in' } });
      expect((await muster.delete(`/api/v1/roles/${acme.roles.member}`, owner)).status).toBe(409);
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
      const guest = await acme.welcome('Gus', 'guest');
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

      const changed = await muster.patch(`${members}/${guest.userId}`, { role_id: acme.roles.member }, owner);
      expect(changed).toMatchObject({ status: 200, body: { role: { key: 'member' }, version: 2 } });
      expect((await muster.post(tasks, { title: 'Mine' }, guest)).status).toBe(201);
      expect((await muster.delete(`${members}/${guest.userId}`, owner)).status).toBe(204);
      expect((await muster.get(`/api/v1/projects/${project.id}`, guest)).status).not.toBe(200);
    });

    it('single permissions are added and taken away, and the answer says what is left', async () => {
      const vera = await acme.welcome('Vera', 'viewer');
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
      const dora = await acme.welcome('Dora', 'member');
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
      const rita = await acme.welcome('Rita', 'member');
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
      const pia = await acme.welcome('Pia', 'guest');
      const portfolio = await muster.post('/api/v1/portfolios', { name: 'City' }, owner);
      expect(portfolio.status).toBe(201);
      const project = await muster.project(owner, 'Tram');
      const overrides = `${acme.path}/permission-overrides`;
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
});

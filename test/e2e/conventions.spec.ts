import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { colleague } from '../support/colleague.ts';
import { type Person, TestMuster } from '../support/muster.ts';

const cost = { minor: 12_500, currency: 'EUR' };

describe('The conventions of the API', () => {
  let muster: TestMuster;
  let owner: Person;
  let member: Person;
  let guest: Person;
  let project: { id: string };
  let secret: { id: string };

  const tasksOf = ({ id }: { id: string }) => `/api/v1/projects/${id}/tasks`;
  const task = async (details: object = {}, by = owner, where = project) => {
    const { status, body } = await muster.post(tasksOf(where), { title: 'Draw', ...details }, by);
    if (status !== 201) throw new Error(`creating a task answered ${status}: ${JSON.stringify(body)}`);
    return body;
  };

  beforeAll(async () => {
    muster = await TestMuster.start();
    owner = await muster.signUp('Olga');
    member = await colleague(muster, owner, 'Mia');
    guest = await colleague(muster, owner, 'Gus', 'guest');
    project = await muster.project(owner, 'Website');
    secret = await muster.project(owner, 'Secret');
    await muster.post(`/api/v1/projects/${project.id}/members`, { user_id: guest.userId }, owner);
  });

  afterAll(() => muster?.stop());

  it('show guests no portfolio of the organization', async () => {
    await muster.post('/api/v1/portfolios', { name: 'Takeovers' }, owner);
    expect((await muster.get('/api/v1/portfolios', guest)).body.data).toEqual([]);
    expect((await muster.get('/api/v1/portfolios', member)).body.data).toHaveLength(1);
  });

  it('give nobody work who is no active person of the organization', async () => {
    const { id } = await task();
    const stranger = await muster.signUp('Sven');
    const left = await colleague(muster, owner, 'Lea');
    await muster.owner(`update members set status = 'deactivated' where user_id = $1`, [left.userId]);
    const program = await colleague(muster, owner, 'Bot');
    await muster.owner(`update members set kind = 'service' where user_id = $1`, [program.userId]);
    for (const { userId } of [stranger, left, program]) {
      const refused = { status: 422, body: { errors: [{ pointer: '/assignee_ids', code: 'unknown_member' }] } };
      const assignees = { assignee_ids: [member.userId, userId] };
      expect(await muster.patch(`/api/v1/tasks/${id}`, assignees, owner)).toMatchObject(refused);
      expect(await muster.post(tasksOf(project), { title: 'Draw', ...assignees }, owner)).toMatchObject(refused);
    }
  });

  it('keep an upsert to the project that it names, and to the fields that one may change', async () => {
    const external = { external_source: 'jira', external_id: 'J-1' };
    const { id } = await task(external, member);
    await muster.patch(`/api/v1/tasks/${id}`, { cost }, owner);
    for (const change of [{ cost: null }, { cost: { minor: 1, currency: 'EUR' } }]) {
      const refused = await muster.post(tasksOf(project), { title: 'Mine', ...external, ...change }, member);
      expect(refused).toMatchObject({ status: 403, body: { code: 'permission_missing' } });
    }
    expect((await muster.get(`/api/v1/tasks/${id}`, owner)).body).toMatchObject({ title: 'Draw', cost });
    expect((await muster.get(`/api/v1/tasks/${id}`, member)).body.cost).toBeNull();
    const elsewhere = await muster.post(tasksOf(secret), { title: 'Mine', ...external }, owner);
    expect(elsewhere).toMatchObject({ status: 409, body: { code: 'external_id_taken' } });
  });

  it('tell of a cycle only those who may change the task', async () => {
    const { id } = await task();
    const refused = await muster.post(`/api/v1/tasks/${id}/dependencies`, { depends_on_id: id }, member);
    expect(refused).toMatchObject({ status: 403, body: { code: 'permission_missing' } });
  });

  it('finish a task once, however many ask at the same time', async () => {
    const { id } = await task({ assignee_ids: [owner.userId] });
    const path = `/api/integration/tasks/${id}/complete`;
    const answers = await Promise.all(Array.from({ length: 10 }, () => muster.post(path, {}, owner)));
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses).toEqual([200, ...Array<number>(9).fill(409)]);
    expect(await muster.owner('select 1 from performance_log where task_id = $1', [id])).toHaveLength(1);
  });
});

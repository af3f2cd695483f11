import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, TestMuster } from '../support/muster.ts';

describe('Tasks', () => {
  let muster: TestMuster;
  let ada: Person;
  let project: { id: string; key: string };

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp();
    project = await muster.project(ada);
  });

  afterAll(() => muster?.stop());

  const create = async (body: object) => (await muster.post(`/api/v1/projects/${project.id}/tasks`, body, ada)).body;

  it('rise by one version with each change, and by none without one', async () => {
    const task = await create({ title: 'Count me', labels: ['a'], custom_fields: { x: 1 } });
    const moved = await muster.patch(`/api/v1/tasks/${task.id}/status`, { status: 'review' }, ada);
    expect(moved.body.version).toBe(task.version + 1);
    const same = await muster.patch(`/api/v1/tasks/${task.id}`, { labels: ['a'], custom_fields: { x: 1 } }, ada);
    expect(same.body.version).toBe(task.version + 1);
  });

  it('keep every detail on the way in and out', async () => {
    const details = {
      title: 'Ünïcode "quotes" \\ and {braces}',
      description: 'Line\nbreaks',
      priority: 'urgent',
      difficulty: 9,
      due_date: '2027-01-15',
      start_date: '2027-01-10T09:00:00Z',
      estimate_hours: 2.5,
      labels: ['with "quotes"', 'back\\slash', 'comma, too'],
      custom_fields: { nested: { list: [1, 'two', null] } },
      cost: { minor: 12_500, currency: 'EUR' },
      assignee_ids: [ada.userId],
    };
    const { id } = await create(details);
    expect((await muster.get(`/api/v1/tasks/${id}`, ada)).body).toMatchObject(details);
  });

  it('refuse a hierarchy and dependencies that bite their tail', async () => {
    const [a, b] = [await create({ title: 'A' }), await create({ title: 'B' })];
    expect((await muster.patch(`/api/v1/tasks/${b.id}`, { parent_id: a.id }, ada)).status).toBe(200);
    const loop = await muster.patch(`/api/v1/tasks/${a.id}`, { parent_id: b.id }, ada);
    expect(loop).toMatchObject({ status: 422, body: { code: 'hierarchy_cycle' } });
    const path = (id: string) => `/api/v1/tasks/${id}/dependencies`;
    expect((await muster.post(path(a.id), { depends_on_id: b.id }, ada)).status).toBe(201);
    const cycle = await muster.post(path(b.id), { depends_on_id: a.id }, ada);
    expect(cycle).toMatchObject({ status: 409, body: { code: 'dependency_cycle', cycle: [a.key, b.key, a.key] } });
    expect((await muster.get(`/api/v1/tasks/${a.id}`, ada)).body.is_blocked).toBe(true);
  });

  it('keep the order of a column under concurrent drags, and its WIP limit', async () => {
    const tasks = await Promise.all(
      Array.from({ length: 6 }, (_, n) => create({ title: `Drag ${n}`, status: 'backlog' })),
    );
    const moves = tasks.map(({ id }) => muster.post(`/api/v1/tasks/${id}/move`, { status: 'in_progress' }, ada));
    expect((await Promise.all(moves)).map(({ status }) => status)).toEqual(tasks.map(() => 200));
    const column = async () => {
      const { body } = await muster.get(`/api/v1/projects/${project.id}/board`, ada);
      return body.columns.find((one: { status: string }) => one.status === 'in_progress');
    };
    const ranks = (await column()).tasks.map(({ rank }: { rank: string }) => rank);
    expect(new Set(ranks).size).toBe(6);
    const { body } = await muster.get(`/api/v1/projects/${project.id}/statuses`, ada);
    const statuses = body.statuses.map((one: { key: string }) =>
      one.key === 'in_progress' ? { ...one, wip_limit: 7 } : one,
    );
    expect((await muster.put(`/api/v1/projects/${project.id}/statuses`, { statuses }, ada)).status).toBe(200);
    const more = await Promise.all([create({ title: 'Seventh' }), create({ title: 'Eighth' })]);
    const into = more.map(({ id }) => muster.post(`/api/v1/tasks/${id}/move`, { status: 'in_progress' }, ada));
    expect((await Promise.all(into)).map(({ status }) => status).sort()).toEqual([200, 409]);
    expect((await column()).count).toBe(7);
  });

  it('count progress from task to milestone to project in the same moment', async () => {
    const milestone = await muster.post(`/api/v1/projects/${project.id}/milestones`, { title: 'Release' }, ada);
    const path = `/api/v1/milestones/${milestone.body.id}`;
    const [one] = [
      await create({ title: 'One', milestone_id: milestone.body.id }),
      await create({ title: 'Two', milestone_id: milestone.body.id }),
    ];
    await muster.patch(`/api/v1/tasks/${one.id}/status`, { status: 'done' }, ada);
    expect((await muster.get(path, ada)).body).toMatchObject({ tasks_total: 2, tasks_done: 1, progress: 50 });
    await muster.delete(`/api/v1/tasks/${one.id}`, ada);
    expect((await muster.get(path, ada)).body).toMatchObject({ tasks_total: 1, tasks_done: 0, progress: 0 });
  });

  it('change in batches, one by one or all or none', async () => {
    const [a, b] = [await create({ title: 'A' }), await create({ title: 'B' })];
    const items = [
      { id: a.id, title: 'A2' },
      { id: '00000000-0000-7000-8000-000000000000', title: 'X' },
      { id: b.id, status: 'nope' },
    ];
    const { body } = await muster.post('/api/v1/tasks/batch', { items }, ada);
    expect(body.results.map(({ status }: { status: number }) => status)).toEqual([200, 404, 422]);
    const atomic = await muster.post(
      '/api/v1/tasks/batch',
      { items: [{ id: a.id, title: 'A3' }, items[1]], atomic: true },
      ada,
    );
    expect(atomic).toMatchObject({ status: 404, body: { index: 1 } });
    expect((await muster.get(`/api/v1/tasks/${a.id}`, ada)).body.title).toBe('A2');
  });

  it('tell their history, be watched and collect time', async () => {
    const task = await create({ title: 'Told' });
    await muster.patch(`/api/v1/tasks/${task.id}`, { priority: 'high' }, ada);
    const history = await muster.get(`/api/v1/tasks/${task.id}/history?field=priority`, ada);
    expect(history.body.data[0]).toMatchObject({
      action: 'task.updated',
      changes: { priority: ['medium', 'high'] },
      actor: { name: 'Ada' },
    });
    expect((await muster.post(`/api/v1/tasks/${task.id}/watchers`, {}, ada)).body).toMatchObject([
      { user_id: ada.userId },
    ]);
    const logged = await muster.post(
      `/api/v1/tasks/${task.id}/time-entries`,
      { started_at: '2026-01-05T09:00:00Z', hours: 1.5 },
      ada,
    );
    expect(logged).toMatchObject({ status: 201, body: { hours: 1.5, ended_at: '2026-01-05T10:30:00Z' } });
    expect((await muster.get(`/api/v1/tasks/${task.id}`, ada)).body.actual_hours).toBe(1.5);
    expect((await muster.post(`/api/v1/tasks/${task.id}/timer`, {}, ada)).status).toBe(201);
    expect(await muster.post(`/api/v1/tasks/${task.id}/timer`, {}, ada)).toMatchObject({
      status: 409,
      body: { code: 'timer_running' },
    });
    expect((await muster.post('/api/v1/me/timer/stop', {}, ada)).status).toBe(200);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { colleague, eventually } from '../support/colleague.ts';
import { type Person, type Reply, TestMuster } from '../support/muster.ts';
import { auditOf } from '../support/sign-in.ts';

describe('Saved views', () => {
  let muster: TestMuster;
  let ada: Person;
  let lin: Person;
  let projectId: string;
  let views: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    lin = await colleague(muster, ada, 'Lin');
    projectId = (await muster.project(ada)).id;
    views = `/api/v1/projects/${projectId}/views`;
    for (const [title, priority] of [
      ['Sitemap', 'high'],
      ['Logo', 'low'],
      ['Outage', 'urgent'],
      ['Form', 'high'],
    ]) {
      await muster.post(`/api/v1/projects/${projectId}/tasks`, { title, priority }, ada);
    }
    const other = await muster.project(ada, 'Elsewhere');
    await muster.post(`/api/v1/projects/${other.id}/tasks`, { title: 'Far away', priority: 'urgent' }, ada);
  }, 30_000);

  afterAll(() => muster?.stop(), 30_000);

  const save = async (person: Person, view: object) =>
    (await muster.post(views, { name: 'Urgent', kind: 'list', ...view }, person)).body;
  const namesOf = (reply: Reply) => reply.body.data.map(({ name }: { name: string }) => name);
  const titlesOf = (reply: Reply) => reply.body.data.map(({ title }: { title: string }) => title);

  it('are saved, read, changed on the version that was read, and given up', async () => {
    const filter = { priority: 'high,urgent', is_overdue: false };
    const saved = await muster.post(views, { name: 'Pressing', kind: 'board', filter, swimlane: 'assignee' }, lin);
    expect(saved).toMatchObject({
      status: 201,
      headers: { etag: '"v1"' },
      body: { project_id: projectId, author_id: lin.userId, filter, order_by: null, is_shared: false },
    });
    const path = `/api/v1/views/${saved.body.id}`;
    expect(await muster.get(`${path}?fields=name,swimlane`, lin)).toMatchObject({
      body: { name: 'Pressing', swimlane: 'assignee' },
    });
    const onFirst = { ...lin, headers: { 'if-match': '"v1"' } };
    const sameFilter = { filter: { is_overdue: false, priority: 'high,urgent' } };
    expect((await muster.patch(path, sameFilter, onFirst)).body.version).toBe(1);
    const changed = await muster.patch(path, { filter: { label: 'web' }, kind: 'gantt' }, onFirst);
    expect(changed).toMatchObject({ status: 200, body: { kind: 'gantt', name: 'Pressing', version: 2 } });
    expect(changed.body.filter).toEqual({ label: 'web' });
    expect(await muster.patch(path, { name: 'Late' }, onFirst)).toMatchObject({ status: 412 });
    expect(await muster.delete(path, onFirst)).toMatchObject({ status: 412 });
    expect(await muster.delete(path, lin)).toMatchObject({ status: 204 });
    expect(await muster.get(path, lin)).toMatchObject({ status: 404 });
  });

  it('run page by page in their own order, within their project', async () => {
    const { id } = await save(ada, { filter: { priority: 'high,urgent' }, order_by: '-priority,title' });
    const path = `/api/v1/views/${id}/tasks`;
    const first = await muster.get(`${path}?limit=2&count=exact&fields=title`, ada);
    expect(first.body).toMatchObject({ data: [{ title: 'Outage' }, { title: 'Form' }], total: 3 });
    const rest = await muster.get(`${path}?limit=2&cursor=${first.body.next_cursor}`, ada);
    expect(titlesOf(rest)).toEqual(['Sitemap']);
    expect(rest.body.next_cursor).toBeNull();
    expect(titlesOf(await muster.get(`${path}?order_by=title`, ada))).toEqual(['Form', 'Outage', 'Sitemap']);
    await muster.patch(`/api/v1/views/${id}`, { filter: {}, order_by: null }, ada);
    expect(titlesOf(await muster.get(path, ada))).toEqual(['Sitemap', 'Logo', 'Outage', 'Form']);
  });

  it.each([
    [{ filter: { colour: 'red' } }, '/filter/colour'],
    [{ filter: { project_id: crypto.randomUUID() } }, '/filter/project_id'],
    [{ filter: { limit: 5 } }, '/filter/limit'],
    [{ filter: { priority: 'high,dire' } }, '/filter/priority'],
    [{ filter: { status_category: 'soon' } }, '/filter/status_category'],
    [{ filter: { assignee_id: 'me' } }, '/filter/assignee_id'],
    [{ filter: [] }, '/filter'],
    [{ order_by: 'title,-colour' }, '/order_by'],
    [{ kind: 'pie' }, '/kind'],
    [{ swimlane: 'status' }, '/swimlane'],
  ])('refuse %j and say where', async (fault, pointer) => {
    const { status, body } = await muster.post(views, { name: 'Faulty', kind: 'list', ...fault }, ada);
    expect([400, 422]).toContain(status);
    expect(body.errors).toMatchObject([{ pointer }]);
  });

  it('belong to their author alone until they are shared', async () => {
    const { id } = await save(lin, { name: 'My week' });
    const path = `/api/v1/views/${id}`;
    expect(namesOf(await muster.get(views, lin))).toContain('My week');
    expect(namesOf(await muster.get(views, ada))).not.toContain('My week');
    for (const reply of [
      await muster.get(path, ada),
      await muster.get(`${path}/tasks`, ada),
      await muster.patch(path, { is_shared: true }, ada),
      await muster.delete(path, ada),
    ]) {
      expect(reply.status).toBe(404);
    }
    expect(await muster.patch(path, { is_shared: true }, lin)).toMatchObject({ status: 403 });
    expect((await muster.get(path, lin)).body).toMatchObject({ is_shared: false, version: 1 });
    expect(await muster.post(views, { name: 'Ours', kind: 'list', is_shared: true }, lin)).toMatchObject({
      status: 403,
    });
  });

  it('are seen by all and changed by those who may edit the project, once shared', async () => {
    const { id } = await save(ada, { name: 'Team board', kind: 'board', filter: { priority: 'low' }, is_shared: true });
    const path = `/api/v1/views/${id}`;
    expect(namesOf(await muster.get(`${views}?is_shared=true&kind=board`, lin))).toEqual(['Team board']);
    expect(titlesOf(await muster.get(`${path}/tasks`, lin))).toEqual(['Logo']);
    expect(await muster.patch(path, { name: 'Mine' }, lin)).toMatchObject({ status: 403 });
    expect(await muster.delete(path, lin)).toMatchObject({ status: 403 });
    const chief = await colleague(muster, ada, 'Max', 'admin');
    expect(await muster.patch(path, { name: 'Board' }, chief)).toMatchObject({ status: 200 });
    expect(await muster.patch(path, { is_shared: false }, chief)).toMatchObject({ status: 403 });
    expect(await muster.patch(path, { is_shared: false }, ada)).toMatchObject({ status: 200 });
    expect(await muster.get(path, chief)).toMatchObject({ status: 404 });
  });

  it('are hidden from whoever may not see the tasks', async () => {
    const { id } = await save(ada, { is_shared: true });
    for (const stranger of [await muster.signUp('Eve'), await colleague(muster, ada, 'Gus', 'guest')]) {
      expect([403, 404]).toContain((await muster.get(`/api/v1/views/${id}`, stranger)).status);
      expect([403, 404]).toContain((await muster.get(`/api/v1/views/${id}/tasks`, stranger)).status);
      expect([403, 404]).toContain((await muster.delete(`/api/v1/views/${id}`, stranger)).status);
      expect([403, 404]).toContain((await muster.post(views, { name: 'In', kind: 'list' }, stranger)).status);
    }
  });

  it('tell their events to those who see them, and leave an audit entry each', async () => {
    const own = await save(lin, { name: 'Diary' });
    const shared = await save(ada, { name: 'Notice board', is_shared: true });
    await muster.patch(`/api/v1/views/${own.id}`, { name: 'Journal' }, lin);
    await muster.delete(`/api/v1/views/${own.id}`, lin);
    const heard = async (person: Person) => {
      const { body } = await muster.get('/api/v1/events?limit=200', person);
      return body.data.filter(({ subject }: { subject: { id: string } }) => [own.id, shared.id].includes(subject.id));
    };
    const told = await eventually(
      () => heard(lin),
      ({ length }) => length >= 4,
    );
    const types = told.map(({ type }: { type: string }) => type);
    expect(types).toEqual(['view.created', 'view.created', 'view.updated', 'view.deleted']);
    expect(await heard(ada)).toMatchObject([{ type: 'view.created', data: { is_shared: true } }]);
    const audit = await auditOf(muster, ada.organizationId);
    expect(audit).toEqual(expect.arrayContaining(['view.created', 'view.updated', 'view.deleted']));
  });
});

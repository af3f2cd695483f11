import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { Actors } from '#access/index';
import { sql } from 'kysely';
import type { LoggedEvent } from '#platform/events/event-follower';
import { EventSubjects } from '#platform/events/event-subjects';
import { Database } from '#platform/postgres/database';
import { colleague } from '../support/colleague.ts';
import { type Person, TestMuster } from '../support/muster.ts';
import { rowsOf } from '../support/sign-in.ts';

interface Happened {
  type: string;
  position: number;
  data: Record<string, unknown>;
}

describe('What has happened', () => {
  let muster: TestMuster;
  let ada: Person;
  let lin: Person;
  let gus: Person;
  let project: { id: string; key: string };
  let secret: { id: string };
  let taskId: string;

  const task = async (projectId: string, title: string) =>
    (await muster.post(`/api/v1/projects/${projectId}/tasks`, { title }, ada)).body.id as string;
  const types = ({ body }: { body: { data: Happened[] } }) => body.data.map(({ type }) => type);
  const positions = (data: Happened[]) => data.map(({ position }) => position);

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    [lin, gus] = [await colleague(muster, ada, 'Lin'), await colleague(muster, ada, 'Gus', 'guest')];
    project = await muster.project(ada);
    secret = await muster.project(ada, 'Secret');
    taskId = await task(project.id, 'Draw the sitemap');
    await muster.post(`/api/v1/tasks/${taskId}/comments`, { body: 'Two levels' }, lin);
    await muster.patch(`/api/v1/tasks/${taskId}/status`, { status: 'done' }, ada);
    await task(secret.id, 'Hidden');
    const add = `insert into project_members (organization_id, project_id, user_id) values ($1, $2, $3)`;
    await rowsOf(muster, add, [ada.organizationId, project.id, gus.userId]);
  }, 30_000);

  afterAll(() => muster?.stop(), 30_000);

  it('is told of the organization, a project, a task and a person, the latest first', async () => {
    expect(types(await muster.get('/api/v1/activity?types=task.*,project.created', ada))).toEqual([
      'task.created',
      'task.completed',
      'task.status_changed',
      'task.created',
      'project.created',
      'project.created',
    ]);
    const ofProject = await muster.get(`/api/v1/projects/${secret.id}/activity`, ada);
    expect(types(ofProject)).toEqual(['task.created', 'project.created']);
    const ofTask = await muster.get(`/api/v1/tasks/${taskId}/activity?expand=actor`, ada);
    expect(types(ofTask)).toEqual(['task.completed', 'task.status_changed', 'comment.created', 'task.created']);
    expect(ofTask.body.data[2]).toMatchObject({
      subject: { type: 'Comment' },
      actor_id: lin.userId,
      actor: { name: 'Lin' },
      data: { excerpt: 'Two levels', task_key: `${project.key}-1` },
      changes: { body: [null, 'Two levels'] },
    });
    expect(types(await muster.get(`/api/v1/members/${lin.userId}/activity`, ada))).toEqual(['comment.created']);
  });

  it('comes in pages, narrowed and with the fields asked for', async () => {
    const first = await muster.get('/api/v1/activity?limit=3&fields=position,type&count=exact', ada);
    const rest = await muster.get(`/api/v1/activity?limit=200&cursor=${first.body.next_cursor}`, ada);
    const all = await muster.get('/api/v1/activity?limit=200', ada);
    expect(Object.keys(first.body.data[0]).sort()).toEqual(['position', 'type']);
    expect([...positions(first.body.data), ...positions(rest.body.data)]).toEqual(positions(all.body.data));
    expect(first.body.total).toBe(all.body.data.length);
    expect(await muster.get('/api/v1/activity?fields=secrets', ada)).toMatchObject({ status: 400 });
    expect(await muster.get('/api/v1/activity?types=Robert', ada)).toMatchObject({ status: 400 });
    expect(types(await muster.get(`/api/v1/activity?actor_id=${lin.userId}`, ada))).toEqual(['comment.created']);
  });

  it('shows everybody only what they may see', async () => {
    const seen = await muster.get('/api/v1/activity', gus);
    expect(types(seen)).toEqual([
      'task.completed',
      'task.status_changed',
      'comment.created',
      'task.created',
      'project.created',
    ]);
    expect(await muster.get(`/api/v1/projects/${secret.id}/activity`, gus)).toMatchObject({ status: 404 });
    const eve = await muster.signUp('Eve');
    expect(await muster.get(`/api/v1/projects/${project.id}/activity`, eve)).toMatchObject({ status: 404 });
    expect(await muster.get(`/api/v1/tasks/${taskId}/activity`, eve)).toMatchObject({ status: 404 });
    expect(JSON.stringify((await muster.get('/api/v1/activity', eve)).body)).not.toContain('sitemap');
  });

  it('is followed through the feed, in order, each event once', async () => {
    const all: Happened[] = [];
    let after: number | undefined;
    for (let pages = 0; pages < 50; pages++) {
      const { body } = await muster.get(`/api/v1/events?limit=3${after === undefined ? '' : `&after=${after}`}`, ada);
      all.push(...body.data);
      if (body.data.length < 3) break;
      after = body.next_after;
    }
    const whole = await muster.get('/api/v1/events?limit=200', ada);
    expect(positions(all)).toEqual(positions(whole.body.data));
    expect(positions(all)).toEqual([...new Set(positions(all))].sort((a, b) => a - b));
    const { next_after } = whole.body;
    await task(project.id, 'Later');
    const news = await muster.get(`/api/v1/events?after=${next_after}&types=task.*`, ada);
    expect(news.body.data).toMatchObject([{ type: 'task.created', data: { title: 'Later' } }]);
    const none = await muster.get(`/api/v1/events?after=${news.body.next_after}`, ada);
    expect(none.body).toEqual({ data: [], next_after: expect.any(Number) });
  });

  it('never shows a position that an open transaction may still come before', async () => {
    const { next_after } = (await muster.get('/api/v1/events?limit=200', ada)).body;
    const slow = new pg.Client({ connectionString: muster.database.ownerUrl });
    await slow.connect();
    await slow.query('begin');
    await slow.query('select pg_current_xact_id()');
    await task(project.id, 'Committed meanwhile');
    const meanwhile = await muster.get(`/api/v1/events?after=${next_after}`, ada);
    expect(meanwhile.body.data).toEqual([]);
    expect(JSON.stringify((await muster.get('/api/v1/activity', ada)).body)).not.toContain('Committed meanwhile');
    await slow.query('rollback');
    await slow.end();
    const then = await muster.get(`/api/v1/events?after=${meanwhile.body.next_after}`, ada);
    expect(JSON.stringify(then.body)).toContain('Committed meanwhile');
  });

  it('says so when the reader comes too late', async () => {
    await rowsOf(muster, 'update event_log set pruned_to = 5', []);
    expect(await muster.get('/api/v1/events?after=4', ada)).toMatchObject({
      status: 400,
      body: { code: 'position_too_old', oldest_position: 5 },
    });
    expect(await muster.get('/api/v1/events', ada)).toMatchObject({ status: 200 });
    await rowsOf(muster, 'update event_log set pruned_to = 0', []);
  });

  it('is judged alike in SQL and one by one, whatever the subject and its id', async () => {
    const subjects = muster.app.get(EventSubjects);
    const known = (subjects as unknown as { subjects: Map<string, unknown> }).subjects;
    const strange = [...known.keys(), 'Unknown'].map((type, index) => [type, `not a uuid ${index}`]);
    await rowsOf(
      muster,
      `insert into events (organization_id, position, id, type, subject_type, subject_id, project_id, data)
       select $1, event_position(n::int), gen_random_uuid(), 'strange.event', s->>0, s->>1, $2, jsonb_build_object('task_id', $4::text)
       from jsonb_array_elements($3) with ordinality as x(s, n)`,
      [ada.organizationId, project.id, JSON.stringify(strange), taskId],
    );
    const limited = `insert into permission_overrides (organization_id, id, user_id, scope_type, scope_id, permission,
      effect, conditions) values ($1, gen_random_uuid(), $2, $3, $4, $5, $6, $7)`;
    const override = (...values: unknown[]) => rowsOf(muster, limited, [ada.organizationId, ...values]);
    await override(lin.userId, 'task', taskId, 'view_tasks', 'deny', null);
    await override(lin.userId, 'project', secret.id, 'view_project', 'deny', null);
    await override(lin.userId, 'organization', ada.organizationId, 'view_tasks', 'deny', { labels: 'secret' });
    const [actors, database] = [muster.app.get(Actors), muster.app.get(Database)];
    actors.forget(ada.organizationId);
    const all = await database.systemRows<LoggedEvent>(
      sql`select * from events where organization_id = ${ada.organizationId} order by position limit 200`,
    );
    for (const person of [ada, lin, gus]) {
      const actor = await actors.load(person.userId, person.organizationId);
      const onDeniedTask = ({ subject_type }: LoggedEvent) => person === lin && /Comment|TimeEntry/.test(subject_type);
      const one = all.filter((event) => !onDeniedTask(event) && subjects.visible(actor, event));
      const { status, body } = await muster.get('/api/v1/events?limit=200', person);
      expect({ status, positions: positions(body.data) }).toEqual({
        status: 200,
        positions: positions(one as never[]),
      });
      expect(await muster.get('/api/v1/activity?limit=200', person)).toMatchObject({ status: 200 });
    }
  });
});

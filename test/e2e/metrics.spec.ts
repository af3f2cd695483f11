import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { colleague } from '../support/colleague.ts';
import { type Person, TestMuster } from '../support/muster.ts';

describe('Metrics', () => {
  let muster: TestMuster;
  let ada: Person;
  let project: { id: string; key: string };

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    project = await muster.project(ada);
  }, 60_000);

  afterAll(() => muster?.stop());

  async function task(details: object, ...statuses: string[]): Promise<string> {
    const { status, body } = await muster.post(
      `/api/v1/projects/${project.id}/tasks`,
      { title: 'Work', ...details },
      ada,
    );
    expect({ status, body }).toMatchObject({ status: 201 });
    for (const next of statuses) {
      expect(await muster.patch(`/api/v1/tasks/${body.id}/status`, { status: next }, ada)).toMatchObject({
        status: 200,
      });
    }
    return body.id;
  }

  /** Puts a task's life into the past: so many days since it was created, begun and finished. */
  async function backdate(id: string, created: number, ...moves: number[]): Promise<void> {
    const ago = (days: number) =>
      Temporal.Now.instant()
        .subtract({ hours: 24 * days })
        .toString();
    const completed = moves.at(-1) ?? null;
    await muster.owner(
      `update tasks set created_at = $2, completed_at = case when completed_at is not null then $3::timestamptz end
       where id = $1`,
      [id, ago(created), completed === null ? null : ago(completed)],
    );
    const entries = await muster.owner<{ position: string }>(
      `select position from audit_entries where subject_id = $1 and action = 'task.status_changed' order by position`,
      [id],
    );
    for (const [index, { position }] of entries.entries()) {
      await muster.owner(`update audit_entries set occurred_at = $2 where position = $1`, [
        position,
        ago(moves[index]!),
      ]);
    }
  }

  const metrics = async (query = '', person = ada) =>
    muster.get(`/api/v1/projects/${project.id}/metrics${query}`, person);

  it('tell where a project’s tasks stand, how long they take and how they flow', async () => {
    await backdate(await task({ estimate_hours: 8 }, 'in_progress', 'done'), 20, 14, 10);
    await backdate(await task({ estimate_hours: 4 }, 'in_progress', 'review', 'done'), 9, 7, 5, 4);
    const first = await task({ due_date: '2026-01-31', estimate_hours: 2 }, 'in_progress');
    await backdate(first, 3, 2);
    const waiting = await task({}, 'backlog');
    await task({}, 'cancelled');
    expect(await muster.post(`/api/v1/tasks/${waiting}/dependencies`, { depends_on_id: first }, ada)).toMatchObject({
      status: 201,
    });

    const from = Temporal.Now.plainDateISO('UTC').subtract({ days: 29 }).toString();
    const { status, body } = await metrics(`?interval=day&from=${from}`);
    expect({ status, body }).toMatchObject({ status: 200 });
    expect(body).toMatchObject({ project_id: project.id, from, interval: 'day', time_zone: 'UTC', progress: 40 });
    expect(body.tasks).toMatchObject({ total: 5, overdue: 1, blocked: 1, unassigned: 2 });
    expect(body.tasks.by_category).toEqual([
      { status_category: 'backlog', tasks: 1 },
      { status_category: 'todo', tasks: 0 },
      { status_category: 'in_progress', tasks: 1 },
      { status_category: 'review', tasks: 0 },
      { status_category: 'done', tasks: 2 },
      { status_category: 'cancelled', tasks: 1 },
    ]);
    expect(body.tasks.by_status[0]).toEqual({
      status: 'backlog',
      name: 'Backlog',
      status_category: 'backlog',
      tasks: 1,
    });
    expect(body.lead_time).toEqual({ tasks: 2, mean: 7.5, p50: 7.5, p85: 9.25, p95: 9.75 });
    expect(body.cycle_time).toMatchObject({ tasks: 2, mean: 3.5, p50: 3.5 });
    expect(body.effort).toEqual({ estimate_hours: 14, actual_hours: 0, remaining_hours: 2, logged_hours: 0 });

    const total = (key: string) =>
      body.throughput.reduce((sum: number, one: Record<string, number>) => sum + one[key]!, 0);
    expect({ created: total('created'), completed: total('completed') }).toEqual({ created: 4, completed: 2 });
    expect(body.burn_up.at(-1)).toMatchObject({ scope_tasks: 4, done_tasks: 2, scope_hours: 14, done_hours: 12 });
    expect(body.burndown.at(-1)).toMatchObject({ open_tasks: 2, open_hours: 2 });
    expect(body.burndown.at(-13)).toMatchObject({ open_tasks: 1, open_hours: 8 });
    const flowOn = (daysAgo: number) => body.cumulative_flow.at(-1 - daysAgo);
    expect(flowOn(16)).toMatchObject({ todo: 1, in_progress: 0, done: 0 });
    expect(flowOn(12)).toMatchObject({ todo: 0, in_progress: 1, done: 0 });
    expect(flowOn(5)).toMatchObject({ in_progress: 0, review: 1, done: 1 });
    expect(flowOn(0)).toMatchObject({ backlog: 1, todo: 0, in_progress: 1, review: 0, done: 2, cancelled: 1 });
  });

  it('come by week unless asked otherwise, and refuse a span without sense', async () => {
    const { body } = await metrics();
    expect(body.throughput).toHaveLength(12);
    expect(await metrics('?from=2026-11-20&to=2026-11-01&interval=day')).toMatchObject({
      status: 400,
      body: { code: 'span_empty' },
    });
    expect(await metrics('?from=1990-01-01')).toMatchObject({ status: 400, body: { code: 'span_too_long' } });
    expect(await metrics('?interval=hour')).toMatchObject({ status: 400 });
  });

  it('show costs only to those who may see them', async () => {
    await task({ cost: { minor: 12_500, currency: 'EUR' } });
    expect((await metrics()).body.costs).toEqual([{ currency: 'EUR', minor: 12_500, tasks: 1 }]);
    const bob = await colleague(muster, ada, 'Bob');
    expect(await metrics('', bob)).toMatchObject({ status: 200, body: { costs: null, tasks: { total: 6 } } });
  });

  it('are for those who may analyze the project', async () => {
    const guest = await colleague(muster, ada, 'Gus', 'guest');
    expect(await metrics('', guest)).toMatchObject({ status: 403 });
    const eve = await muster.signUp('Eve');
    expect(await metrics('', eve)).toMatchObject({ status: 404 });
  });

  it('sum up a portfolio, and list the projects behind the numbers', async () => {
    const portfolio = await muster.post('/api/v1/portfolios', { name: 'Public services' }, ada);
    const inside = { name: 'Forms', parent_id: portfolio.body.id };
    const programme = await muster.post('/api/v1/portfolios', inside, ada);
    const late = { title: 'Late', due_date: '2026-01-31', portfolio_id: programme.body.id, health: 'at_risk' };
    await muster.post('/api/v1/projects', late, ada);
    await muster.post(
      '/api/v1/projects',
      { title: 'Planned', status: 'planned', portfolio_id: portfolio.body.id },
      ada,
    );

    const all = (await muster.get('/api/v1/analytics/portfolio', ada)).body;
    expect(all.totals).toEqual({
      projects: 3,
      overdue_projects: 1,
      tasks: 6,
      tasks_done: 2,
      overdue_tasks: 1,
      missed_milestones: 0,
      progress: 33,
    });
    expect(all.by_status).toContainEqual({ status: 'active', projects: 2 });
    expect(all.by_health).toContainEqual({ health: 'at_risk', projects: 1 });
    expect(all.projects.data.map(({ title }: { title: string }) => title)).toEqual(['Late', 'Planned', 'Website']);

    const query = `/api/v1/analytics/portfolio?portfolio_id=${portfolio.body.id}&limit=1&count=exact`;
    const page = (await muster.get(query, ada)).body;
    expect(page).toMatchObject({
      totals: { projects: 2, tasks: 0, progress: 0 },
      projects: { total: 2, data: [{ title: 'Late', is_overdue: true, health: 'at_risk' }] },
    });
    const next = (await muster.get(`${query}&cursor=${page.projects.next_cursor}`, ada)).body;
    expect(next.projects).toMatchObject({ data: [{ title: 'Planned' }], next_cursor: null });
    const overdue = (await muster.get('/api/v1/analytics/portfolio?is_overdue=true&fields=title', ada)).body;
    expect(overdue.projects.data).toEqual([{ title: 'Late' }]);
  });
});

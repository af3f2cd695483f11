import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Database } from '#platform/postgres/database';
import { currentScope } from '#platform/postgres/scope';
import { randomUUID } from 'node:crypto';
import { colleague } from '../support/colleague.ts';
import { type Person, TestMuster } from '../support/muster.ts';

const nextWeek = Temporal.Now.plainDateISO().add({ days: 7 }).toString();

describe('A dashboard', () => {
  let muster: TestMuster;
  let ada: Person;
  let project: { id: string; key: string };

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    project = await muster.project(ada);
    await setSkills(ada.userId, { Drawing: 78.5, Writing: 40 });
  }, 60_000);

  afterAll(async () => {
    await muster?.stop();
  });

  async function setSkills(userId: string, skills: Record<string, number>) {
    const body = { skills: Object.entries(skills).map(([name, proficiency]) => ({ name, proficiency })) };
    expect(await muster.put(`/api/v1/members/${userId}/skills`, body, ada)).toMatchObject({ status: 200 });
  }

  const create = async (task: object) =>
    (await muster.post(`/api/v1/projects/${project.id}/tasks`, task, ada)).body as { id: string; key: string };
  const mine = async (path = '') => (await muster.get(`/api/integration/dashboard/user${path}`, ada)).body;
  const team = async (path = '') => (await muster.get(`/api/integration/dashboard/team${path}`, ada)).body.analytics;

  it('shows a person their projects, tasks, suggestions, performance, skills and workload', async () => {
    const task = await create({
      title: 'Draw the sitemap',
      priority: 'high',
      due_date: nextWeek,
      estimate_hours: 10,
      assignee_ids: [ada.userId],
    });
    const waiting = await create({ title: 'Write the imprint', required_skills: [{ name: 'Writing' }], difficulty: 4 });

    const { status, body } = await muster.get('/api/integration/dashboard/user', ada);
    expect({ status, body }).toMatchObject({ status: 200 });
    expect(body.active_projects).toMatchObject([
      { id: project.id, title: 'Website', status: 'active', progress: 0, health: 'on_track' },
    ]);
    expect(body.active_tasks).toEqual([
      {
        id: task.id,
        key: task.key,
        title: 'Draw the sitemap',
        project_id: project.id,
        status: 'todo',
        status_category: 'todo',
        priority: 'high',
        due_date: nextWeek,
        is_overdue: false,
      },
    ]);
    expect(body.ai_suggestions).toMatchObject([
      { task_id: waiting.id, task_title: 'Write the imprint', difficulty: 4, priority: 'medium' },
    ]);
    expect(body.ai_suggestions[0].recommendation_score).toEqual(expect.any(Number));
    expect(body.performance).toEqual({ score: 70, on_time_ratio: null, tasks_completed: 0, level: 'Satisfactory' });
    expect(body.top_skills).toEqual([
      { skill: 'Drawing', proficiency: 78.5, level: 'Advanced' },
      { skill: 'Writing', proficiency: 40, level: 'Beginner' },
    ]);
    const { active_tasks, available_capacity, is_overloaded } = body.workload;
    expect({ active_tasks, is_overloaded }).toEqual({ active_tasks: 1, is_overloaded: false });
    expect(available_capacity).toBeLessThan(40);
  });

  it('reckons the workload as the workload of a member does', async () => {
    await create({ title: 'No estimate', difficulty: 9, assignee_ids: [ada.userId] });
    const { workload } = await mine();
    const { body } = await muster.get(`/api/v1/members/${ada.userId}/workload`, ada);
    expect(body).toMatchObject(workload);
  });

  it('never misses a change of one’s own', async () => {
    const before = await mine();
    const task = await create({ title: 'Seen at once', assignee_ids: [ada.userId] });
    expect((await mine()).active_tasks).toHaveLength(before.active_tasks.length + 1);

    await muster.post(`/api/integration/tasks/${task.id}/complete`, {}, ada);
    const after = await mine();
    expect(after.active_tasks).toHaveLength(before.active_tasks.length);
    expect(after.performance).toMatchObject({ tasks_completed: 1, on_time_ratio: 1 });
    expect(after.active_projects[0].progress).toBeGreaterThan(0);
  });

  it('shows a colleague’s to those who may see analytics', async () => {
    const bob = (await colleague(muster, ada, 'Bob')).userId;
    expect(await mine(`?user_id=${bob}`)).toMatchObject({ user_id: bob, name: 'Bob', active_tasks: [] });
    expect(await muster.get(`/api/integration/dashboard/user?user_id=${randomUUID()}`, ada)).toMatchObject({
      status: 404,
    });
  });

  it('shows a team lead how the team does', async () => {
    const analytics = await team();
    expect(Object.keys(analytics).sort()).toEqual(
      [
        'team_performance',
        'task_completion',
        'productivity',
        'top_performers',
        'task_distribution',
        'performance_trend',
        'projects',
        'skill_distribution',
      ].sort(),
    );
    expect(analytics.team_performance).toMatchObject({ tasks_completed: 1, on_time_ratio: 1, overloaded: 0 });
    expect(analytics.team_performance.members.map(({ name }: { name: string }) => name)).toEqual(['Ada', 'Bob']);
    expect(analytics.task_completion).toEqual({
      total: 4,
      completed: 1,
      open: 3,
      cancelled: 0,
      overdue: 0,
      unassigned: 1,
      completion_rate: 25,
    });
    expect(analytics.productivity).toMatchObject({ completed_last_week: 1, completed_week_before: 0, change: null });
    expect(analytics.top_performers).toMatchObject([{ name: 'Ada', tasks_completed: 1 }]);
    expect(analytics.task_distribution.by_status).toContainEqual({ status_category: 'todo', tasks: 3 });
    expect(analytics.task_distribution.by_priority).toContainEqual({ priority: 'high', tasks: 1 });
    expect(analytics.task_distribution.by_person[0]).toMatchObject({ name: 'Ada', tasks: 2 });
    expect(analytics.performance_trend).toHaveLength(12);
    expect(analytics.performance_trend.at(-1)).toMatchObject({ tasks_completed: 1, on_time_ratio: 1 });
    expect(analytics.projects).toMatchObject([{ id: project.id, open_tasks: 3, overdue_tasks: 0, progress: 25 }]);
    expect(analytics.skill_distribution[0]).toMatchObject({ people: 1 });
    expect(analytics.skill_distribution[0].levels).toContainEqual({ level: 'Expert', people: 0 });
  });

  it('narrows the team to one project, and knows no foreign one', async () => {
    const analytics = await team(`?project_id=${project.id}`);
    expect(analytics.team_performance.members.map(({ name }: { name: string }) => name)).toEqual(['Ada']);
    const eve = await muster.signUp('Eve');
    const foreign = await muster.get(`/api/integration/dashboard/team?project_id=${project.id}`, eve);
    expect(foreign).toMatchObject({ status: 404 });
    const own = await muster.get('/api/integration/dashboard/team', eve);
    expect(own.body.analytics).toMatchObject({ projects: [], skill_distribution: [] });
    expect(await muster.get(`/api/integration/dashboard/user?user_id=${ada.userId}`, eve)).toMatchObject({
      status: 404,
    });
  });

  it('is not answered from memory once another process has changed something', async () => {
    const before = await mine();
    const other = await muster.secondProcess();
    try {
      const task = { title: 'Made elsewhere', assignee_ids: [ada.userId] };
      expect(await other.post(`/api/v1/projects/${project.id}/tasks`, task, ada)).toMatchObject({ status: 201 });
      expect((await mine()).active_tasks).toHaveLength(before.active_tasks.length + 1);
    } finally {
      await other.stop();
    }
  });

  it('takes as many statements for two hundred tasks as for one, and a single one while nothing happens', async () => {
    const database = muster.app.get(Database, { strict: false });
    const original = database.rows.bind(database);
    // Reactions run meanwhile in the same process; only what somebody asked for counts.
    const statements = async (path: string) => {
      let count = 0;
      const asked = jest.spyOn(database, 'rows').mockImplementation((statement) => {
        if (currentScope()?.actor) count++;
        return original(statement);
      });
      await muster.get(`/api/integration/dashboard/${path}`, ada);
      asked.mockRestore();
      return count;
    };
    await create({ title: 'One more' });
    const few = await statements('user');
    const items = Array.from({ length: 200 }, (_, n) => ({ title: `Task ${n}`, assignee_ids: [ada.userId] }));
    for (const item of items) await create(item);
    expect(await statements('user')).toBe(few);
    expect(await statements('user')).toBe(1);
    expect(await statements('team')).toBeLessThanOrEqual(3);
    expect((await mine()).active_tasks).toHaveLength(200);
  }, 60_000);
});

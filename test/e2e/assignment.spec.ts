import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Person, TestMuster } from '../support/muster.ts';

const nextWeek = Temporal.Now.plainDateISO().add({ days: 7 }).toString();

describe('A new task', () => {
  let muster: TestMuster;
  let owner: pg.Client;
  let ada: Person;
  let projectId: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    owner = new pg.Client({ connectionString: muster.database.ownerUrl });
    await owner.connect();
    ada = await muster.signUp('Ada');
    projectId = (await muster.project(ada)).id;
    await setSkills(ada.userId, { Python: 20 });
  }, 60_000);

  afterAll(async () => {
    await owner?.end();
    await muster?.stop();
  });

  /** A colleague with these skills, added behind the scenes. */
  async function colleague(name: string, skills: Record<string, number>, weeklyHours = 40): Promise<string> {
    const id = randomUUID();
    await owner.query(`insert into accounts (id, email, name) values ($1, $2, $3)`, [id, `${id}@example.org`, name]);
    await owner.query(
      `insert into members (organization_id, user_id, email, name, role_id, weekly_hours)
       select $1, $2, $3, $4, id, $5 from roles where organization_id = $1 and key = 'member'`,
      [ada.organizationId, id, `${id}@example.org`, name, weeklyHours],
    );
    await setSkills(id, skills);
    return id;
  }

  async function colleagues(count: number, name: string, skills: Record<string, number>, weeklyHours = 40) {
    const ids: string[] = [];
    for (let n = 1; n <= count; n++) ids.push(await colleague(`${name} ${n}`, skills, weeklyHours));
    return ids;
  }

  async function setSkills(userId: string, skills: Record<string, number>) {
    const body = { skills: Object.entries(skills).map(([name, proficiency]) => ({ name, proficiency })) };
    const { status, body: profile } = await muster.put(`/api/v1/members/${userId}/skills`, body, ada);
    expect({ status, profile }).toMatchObject({ status: 200 });
    return profile;
  }

  const createAndAssign = (task: object) =>
    muster.post('/api/integration/tasks/create-and-assign', { project_id: projectId, ...task }, ada);

  it('finds the person who suits best, and says why', async () => {
    const grace = await colleague('Grace', { Python: 78.5 });
    const { status, body } = await createAndAssign({
      title: 'Clean the measurements',
      required_skills: [{ name: 'python', level: 60 }],
      difficulty: 7,
      priority: 'high',
      due_date: nextWeek,
    });
    expect({ status, body }).toMatchObject({ status: 201 });
    expect(body).toMatchObject({ success: true, assignment: { assigned_to: 'Grace', assigned_user_id: grace } });
    const { score, factors } = body.assignment;
    const sum = factors.reduce((total: number, { contribution }: { contribution: number }) => total + contribution, 0);
    expect(sum).toBeCloseTo(score, 3);

    const preview = await muster.post(`/api/v1/tasks/${body.task_id}/assignment/preview`, {}, ada);
    expect(preview.body.candidates).toMatchObject([
      { rank: 1, name: 'Grace', eligible: true, failed_gates: [] },
      { rank: 2, name: 'Ada', eligible: false, failed_gates: [{ gate: 'skills', reason: 'lacks Python (20 of 60)' }] },
    ]);
    const history = await muster.get(`/api/v1/tasks/${body.task_id}/assignments`, ada);
    expect(history.body.data).toMatchObject([{ user_id: grace, mode: 'best_match', ended_at: null }]);
  });

  it('stays without a person when nobody suits, and tells what speaks against each', async () => {
    const { status, body } = await createAndAssign({ title: 'Fly', required_skills: ['Aviation'] });
    expect(status).toBe(201);
    expect(body.assignment).toBeNull();
    expect(body.reasons).toHaveLength(2);
    expect(body.reasons[0].reasons).toEqual([{ gate: 'skills', reason: 'lacks Aviation' }]);
  });

  it('moves skills and performance once it is done, counts once, and is taken back when reopened', async () => {
    const lin = await colleague('Lin', { Welding: 70 });
    const { body } = await createAndAssign({
      title: 'Weld',
      required_skills: ['Welding'],
      difficulty: 7,
      due_date: nextWeek,
    });
    expect(body.assignment.assigned_user_id).toBe(lin);
    const waiting = await muster.post(
      `/api/v1/projects/${projectId}/tasks`,
      { title: 'Weld more', required_skills: [{ name: 'Welding' }] },
      ada,
    );
    const path = `/api/integration/tasks/${body.task_id}/complete`;
    const done = await muster.post(path, { notes: 'Holds.' }, ada);
    expect(done).toMatchObject({
      status: 200,
      body: {
        success: true,
        task_id: body.task_id,
        user_id: lin,
        performance_updated: true,
        next_task_queued: true,
        next_task_id: waiting.body.id,
      },
    });
    expect(await muster.post(path, {}, ada)).toMatchObject({ status: 409, body: { code: 'already_completed' } });

    const profile = await muster.get(`/api/v1/members/${lin}/skills`, ada);
    expect(profile.body.skills).toMatchObject([{ skill: 'Welding', proficiency: 71.5, level: 'Intermediate' }]);
    const performance = await muster.get(`/api/v1/members/${lin}/performance`, ada);
    expect(performance.body).toMatchObject({ score: 77.5, level: 'Good', tasks_completed: 1, on_time_ratio: 1 });
    const rebuilt = await muster.post(`/api/v1/members/${lin}/performance/rebuild`, {}, ada);
    expect(rebuilt.body).toEqual({ before: 77.5, after: 77.5, changed: false });
    const suggestions = await muster.get(`/api/v1/members/${lin}/suggestions`, ada);
    expect(suggestions.body.next).toMatchObject([{ task_id: waiting.body.id }]);
    expect(suggestions.body.suggestions[0]).toMatchObject({ task_id: waiting.body.id, task_title: 'Weld more' });

    const reopened = await muster.patch(`/api/v1/tasks/${body.task_id}/status`, { status: 'todo' }, ada);
    expect(reopened.status).toBe(200);
    expect((await muster.get(`/api/v1/members/${lin}/skills`, ada)).body.skills).toMatchObject([{ proficiency: 70 }]);
    expect((await muster.get(`/api/v1/members/${lin}/performance`, ada)).body).toMatchObject({
      score: 70,
      tasks_completed: 0,
      on_time_ratio: null,
    });
  });

  it('never overbooks anyone, however many come at once', async () => {
    const people = await colleagues(3, 'Smith', { Forging: 60 }, 20);
    const replies = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        createAndAssign({ title: `Forge ${n}`, required_skills: ['Forging'], estimate_hours: 6, due_date: nextWeek }),
      ),
    );
    expect(replies.map(({ status }) => status)).toEqual(Array(12).fill(201));
    const loads = await Promise.all(people.map((id) => muster.get(`/api/v1/members/${id}/workload`, ada)));
    for (const { body } of loads) expect(body).toMatchObject({ active_tasks: 3, is_overloaded: false });
    const refused = replies.filter(({ body }) => body.assignment === null);
    expect(refused).toHaveLength(3);
    expect(refused[0]?.body.reasons[0].reasons).toMatchObject([{ gate: 'capacity' }]);
  });

  it('passes by who is away, unless somebody insists', async () => {
    const zoe = await colleague('Zoe', { Juggling: 90 });
    const today = Temporal.Now.plainDateISO();
    const away = { starts_on: today.subtract({ days: 1 }).toString(), ends_on: today.add({ days: 9 }).toString() };
    expect(await muster.post(`/api/v1/members/${zoe}/absences`, away, ada)).toMatchObject({ status: 201 });
    const { body } = await createAndAssign({ title: 'Juggle', required_skills: ['Juggling'], due_date: nextWeek });
    expect(body.assignment).toBeNull();
    const path = `/api/v1/tasks/${body.task_id}/assignment`;
    expect(await muster.post(path, { user_id: zoe }, ada)).toMatchObject({
      status: 409,
      body: { code: 'not_suitable' },
    });
    const forced = await muster.post(path, { user_id: zoe, override: true, reason: 'She asked for it' }, ada);
    expect(forced).toMatchObject({ status: 201, body: { assignment: { assigned_to: 'Zoe', mode: 'manual' } } });
    expect(await muster.delete(path, ada)).toMatchObject({ status: 204 });
    const history = await muster.get(`/api/v1/tasks/${body.task_id}/assignments`, ada);
    expect(history.body.data[0]).toMatchObject({ reason: 'She asked for it', ended_at: expect.any(String) });
  });

  it('shares equal work evenly among equals', async () => {
    const people = await colleagues(4, 'Weaver', { Weaving: 60 });
    for (let n = 0; n < 10; n++) {
      const { body } = await createAndAssign({ title: `Weave ${n}`, required_skills: ['Weaving'], estimate_hours: 2 });
      expect(people).toContain(body.assignment.assigned_user_id);
    }
    const loads = await Promise.all(people.map((id) => muster.get(`/api/v1/members/${id}/workload`, ada)));
    const tasks = loads.map(({ body }) => body.active_tasks).sort();
    expect(tasks).toEqual([2, 2, 3, 3]);
  });

  it('can be tried out as a whole', async () => {
    const bob = await muster.signUp('Bob');
    const { status, body } = await muster.get('/api/integration/test/workflow', bob);
    expect({ status, body }).toMatchObject({ status: 200, body: { success: true } });
    expect(body.steps.map(({ step }: { step: string }) => step)).toEqual([
      'create_sample_data',
      'create_and_assign',
      'complete',
      'performance',
    ]);
    const random = await muster.post('/api/integration/test/complete-random-task', {}, bob);
    expect(random).toMatchObject({ status: 200, body: { success: true, user_id: bob.userId } });
  });
});

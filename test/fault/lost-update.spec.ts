import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, type Reply, TestMuster } from '../support/muster.ts';

describe('People who change the same thing at once', () => {
  let muster: TestMuster;
  let other: TestMuster;
  let ada: Person;
  let projectId: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    other = await muster.secondProcess();
    ada = await muster.signUp('Ada');
    projectId = (await muster.project(ada)).id;
  }, 60_000);

  afterAll(async () => {
    await other?.stop();
    await muster?.stop();
  });

  const newTask = async (): Promise<Reply> => {
    const created = await muster.post(`/api/v1/projects/${projectId}/tasks`, { title: 'Contested' }, ada);
    expect(created.status).toBe(201);
    return created;
  };
  /** Sends the bodies at the same time, by turns to both processes. */
  const race = (path: string, bodies: object[], headers: Record<string, string> = {}) =>
    Promise.all(bodies.map((body, n) => (n % 2 ? muster : other).patch(path, body, { ...ada, headers })));

  it.each(['task', 'project'])(
    'lets exactly one of many win who all read the same version of a %s',
    async (kind) => {
      const path = kind === 'task' ? `/api/v1/tasks/${(await newTask()).body.id}` : `/api/v1/projects/${projectId}`;
      for (let round = 0; round < 5; round++) {
        const read = await muster.get(path, ada);
        const titles = Array.from({ length: 8 }, (_, n) => `Round ${round}, hand ${n}`);
        const replies = await race(
          path,
          titles.map((title) => ({ title })),
          { 'if-match': String(read.headers.etag) },
        );
        const won = replies.filter(({ status }) => status === 200);
        expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(7).fill(412)]);
        const after = await muster.get(path, ada);
        expect(after.body).toMatchObject({ title: won[0]!.body.title, version: read.body.version + 1 });
        for (const { status, body } of replies) {
          if (status === 412)
            expect(body).toMatchObject({ code: 'version_mismatch', current_version: after.body.version });
        }
      }
    },
    60_000,
  );

  it('keeps every change to a different field of those who did not ask for a version', async () => {
    const changes = {
      title: 'All hands',
      description: 'Nobody overwrites anybody.',
      priority: 'high',
      difficulty: 9,
      due_date: '2030-05-01',
      labels: ['together'],
      estimate_hours: 12.5,
    };
    for (let round = 0; round < 5; round++) {
      const task = await newTask();
      const path = `/api/v1/tasks/${task.body.id}`;
      const bodies = Object.entries(changes).map(([field, value]) => ({ [field]: value }));
      const replies = await race(path, bodies);
      expect(replies.map(({ status }) => status)).toEqual(bodies.map(() => 200));
      const { body } = await muster.get(path, ada);
      expect(body).toMatchObject({ ...changes, version: task.body.version + bodies.length });
    }
  }, 60_000);

  it('counts a task as done once however many finish it at the same time', async () => {
    const task = await newTask();
    await muster.put(`/api/v1/tasks/${task.body.id}/assignees`, { assignee_ids: [ada.userId] }, ada);
    const path = `/api/integration/tasks/${task.body.id}/complete`;
    const replies = await Promise.all(
      Array.from({ length: 10 }, (_, n) => (n % 2 ? muster : other).post(path, {}, ada)),
    );
    expect(replies.map(({ status }) => status).sort()).toEqual([200, ...Array<number>(9).fill(409)]);
    const moved = await muster.owner('select from performance_log where task_id = $1', [task.body.id]);
    expect(moved).toHaveLength(1);
  });
});

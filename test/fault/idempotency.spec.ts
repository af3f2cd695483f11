import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { type Person, TestMuster } from '../support/muster.ts';

describe('A POST with an Idempotency-Key', () => {
  let muster: TestMuster;
  let other: TestMuster;
  let ada: Person;
  let path: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    other = await muster.secondProcess();
    ada = await muster.signUp('Ada');
    path = `/api/v1/projects/${(await muster.project(ada)).id}/tasks`;
  }, 60_000);

  afterAll(async () => {
    await other?.stop();
    await muster?.stop();
  });

  const withKey = (key: string) => ({ ...ada, headers: { 'idempotency-key': key } });
  const tasksNamed = async (title: string) => {
    const rows = await muster.owner<{ id: string }>('select id from tasks where title = $1', [title]);
    return rows.map(({ id }) => id);
  };

  it('works once when twenty duplicates arrive at once in two processes, and answers all alike', async () => {
    const key = randomUUID();
    const duplicates = Array.from({ length: 20 }, (_, n) =>
      (n % 2 ? muster : other).post(path, { title: 'Only once' }, withKey(key)),
    );
    const replies = await Promise.all(duplicates);
    expect(replies.map(({ status }) => status)).toEqual(Array(20).fill(201));
    for (const { body } of replies) expect(body).toEqual(replies[0]!.body);
    expect(replies.filter(({ headers }) => !headers['idempotency-replayed'])).toHaveLength(1);
    expect(await tasksNamed('Only once')).toEqual([replies[0]!.body.id]);
    const events = await muster.owner('select from events where subject_id = $1', [replies[0]!.body.id]);
    expect(events).toHaveLength(1);
  });

  it('refuses another body under the same key, also while the first request runs', async () => {
    const key = randomUUID();
    const titles = Array.from({ length: 10 }, (_, n) => `One of ten ${n}`);
    const replies = await Promise.all(titles.map((title) => muster.post(path, { title }, withKey(key))));
    expect(replies.map(({ status }) => status).sort()).toEqual([201, ...Array<number>(9).fill(422)]);
    for (const { status, body } of replies) {
      if (status === 422) expect(body).toMatchObject({ code: 'idempotency_key_reused' });
    }
    const made = await Promise.all(titles.map(tasksNamed));
    expect(made.flat()).toHaveLength(1);
  });

  it('may be repeated after a refusal, which left nothing behind', async () => {
    const key = randomUUID();
    expect(await muster.post(path, { title: '' }, withKey(key))).toMatchObject({ status: 400 });
    const parent_id = randomUUID();
    const refused = await muster.post(path, { title: 'Orphan', parent_id }, withKey(key));
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(await muster.post(path, { title: 'At last' }, withKey(key))).toMatchObject({ status: 201 });
    expect(await tasksNamed('Orphan')).toEqual([]);
  });
});

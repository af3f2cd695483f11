import { getQueueToken } from '@nestjs/bullmq';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { Queue } from 'bullmq';
import pg from 'pg';
import { Database } from '#platform/postgres/database';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { colleague, eventually } from '../../../test/support/colleague.ts';
import { TestMuster } from '../../../test/support/muster.ts';
import { lettersOf } from '../../../test/support/sign-in.ts';
import { Retention } from './retention.ts';

const organization = '01936f0e-7a5c-7c3e-9d63-0f6f2b1c4a11';

describe('Retention', () => {
  let test: TestDatabase;
  let database: Database;
  let owner: pg.Client;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await Database.connect({ ...test, entities: [] });
    owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
  }, 30_000);

  afterAll(async () => {
    await database?.close();
    await owner?.end();
    await test?.drop();
  }, 30_000);

  it('removes events that are too old, in several steps, and remembers up to where', async () => {
    await owner.query(
      `insert into events (organization_id, position, id, type, subject_type, subject_id, data, occurred_at)
       select $1, n, gen_random_uuid(), 'task.created', 'Task', n::text, '{}', now() - interval '40 days' + n * interval '1 minute'
       from generate_series(1, 20000) n`,
      [organization],
    );
    expect(await new Retention(database).pruneEvents()).toBe(14_400);
    const { rows } = await owner.query(
      `select pruned_to::int, (select min(position)::int from events) as first from event_log`,
    );
    expect(rows).toEqual([{ pruned_to: 14_400, first: 14_401 }]);
    expect(await new Retention(database).pruneEvents()).toBe(0);
  });

  it('forgets idempotency keys after a day', async () => {
    await owner.query(
      `insert into idempotency_keys (organization_id, user_id, route, key, body_hash, created_at)
       select $1, $1, 'POST /x', n::text, '', now() - n * interval '1 hour' from generate_series(0, 47) n`,
      [organization],
    );
    expect(await new Retention(database).forgetKeys()).toBe(24);
    expect((await owner.query(`select count(*)::int as left from idempotency_keys`)).rows).toEqual([{ left: 24 }]);
  });

  it('is work for the system’s role: the tenants’ role has no way into the queue', async () => {
    const tenant = new pg.Client({ connectionString: test.appUrl });
    await tenant.connect();
    await expect(tenant.query('select * from bullmq.job')).rejects.toThrow('permission denied');
    await expect(tenant.query('delete from events')).rejects.toThrow('permission denied');
    await tenant.end();
  });
});

describe('The queue', () => {
  it('goes on after its connections were cut, and cleans up once an hour', async () => {
    const muster = await TestMuster.start();
    const ada = await muster.signUp('Ada');
    const lin = await colleague(muster, ada, 'Lin');
    const project = await muster.project(ada);
    const owner = new pg.Client({ connectionString: muster.database.ownerUrl });
    await owner.connect();
    const cut = await owner.query(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and usename = 'muster_system' and query like '%bullmq%' or application_name = 'notification-mails'`,
    );
    expect(cut.rowCount).toBeGreaterThan(0);
    await owner.end();
    await muster.post(`/api/v1/projects/${project.id}/tasks`, { title: 'One', assignee_ids: [lin.userId] }, ada);
    const news = async () =>
      (await lettersOf(muster, lin.email)).filter((letter) => /Subject: .* is yours/.test(letter));
    expect(await eventually(news, ({ length }) => length > 0)).toHaveLength(1);
    const upkeep = muster.app.get<Queue>(getQueueToken('upkeep'), { strict: false });
    expect(await upkeep.getJobSchedulers()).toMatchObject([{ key: 'retention', every: 3_600_000 }]);
    expect((await upkeep.getCompleted())[0]).toMatchObject({ returnvalue: { events: 0, keys: 0 } });
    await muster.stop();
  }, 60_000);
});

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { EventFollower, eventsAfter, type LoggedEvent, settledPosition } from '#platform/events/event-follower';
import { followersHere } from '#platform/events/event-log';
import { Database } from '#platform/postgres/database';
import { eventually } from '../support/colleague.ts';
import { createTestDatabase, type TestDatabase } from '../support/test-database.ts';

describe('The event log, when transactions commit in another order than they began', () => {
  let server: TestDatabase;
  let database: Database;
  let owner: pg.Client;
  let start: number;
  const organizationId = randomUUID();
  const writers: pg.Client[] = [];

  beforeAll(async () => {
    server = await createTestDatabase();
    database = await Database.connect({ ...server, entities: [] });
    owner = new pg.Client({ connectionString: server.ownerUrl });
    await owner.connect();
    for (let n = 0; n < 12; n++) writers.push(await writer());
  }, 60_000);

  afterAll(async () => {
    await Promise.all(writers.map((each) => each.end()));
    await owner?.end();
    await database?.close();
    await server?.drop();
  });

  beforeEach(async () => {
    await owner.query('delete from events');
    start = await settledPosition(database);
  });

  /** A connection with the rights of the application, for one organization. */
  async function writer(): Promise<pg.Client> {
    const client = new pg.Client({ connectionString: server.appUrl });
    await client.connect();
    await client.query(`select set_config('muster.organization_id', $1, false)`, [organizationId]);
    return client;
  }

  async function append(client: pg.Client, type: string, place = 0): Promise<number> {
    const { rows } = await client.query<{ position: string }>(
      `insert into events (organization_id, position, id, type, subject_type, subject_id, data)
       values ($1, event_position($2), $3, $4, 'Task', 'one', '{}') returning position`,
      [organizationId, place, randomUUID(), type],
    );
    return Number(rows[0]!.position);
  }

  async function begin(client: pg.Client, type: string): Promise<number> {
    await client.query('begin');
    return append(client, type);
  }

  const typesAfter = async (position: number) => {
    const { events, unsettled } = await eventsAfter(database, position);
    return { types: events.map(({ type }) => type), unsettled };
  };

  /** Transactions of other databases on the server hold events back as well, so that these may take a moment. */
  const settledAfter = async (position: number) => {
    const answer = await eventually(
      () => typesAfter(position),
      ({ unsettled }) => !unsettled,
    );
    return answer.types;
  };

  it('holds a later event back until the earlier transaction has ended', async () => {
    const [early, late] = writers as [pg.Client, pg.Client];
    const first = await begin(early, 'early');
    const second = await begin(late, 'late');
    expect(first).toBeLessThan(second);
    await late.query('commit');
    expect(await typesAfter(start)).toEqual({ types: [], unsettled: true });
    await early.query('commit');
    expect(await settledAfter(start)).toEqual(['early', 'late']);
  });

  it('lets go of a later event when the earlier transaction comes to nothing', async () => {
    const [early, late] = writers as [pg.Client, pg.Client];
    await begin(early, 'never');
    await begin(late, 'late');
    await late.query('commit');
    expect(await typesAfter(start)).toEqual({ types: [], unsettled: true });
    await early.query('rollback');
    expect(await settledAfter(start)).toEqual(['late']);
  });

  it('never moves its settled end past a transaction that still runs', async () => {
    const [early, late] = writers as [pg.Client, pg.Client];
    const first = await begin(early, 'early');
    await begin(late, 'late');
    await late.query('commit');
    const end = await settledPosition(database);
    expect(end).toBeLessThan(first);
    await append(early, 'early again', 1);
    await early.query('commit');
    expect(await settledAfter(end)).toEqual(['early', 'early again', 'late']);
  });

  it('is not held up by a transaction that is open but has written nothing, and tells its event after', async () => {
    const [idle, quick] = writers as [pg.Client, pg.Client];
    await idle.query('begin isolation level repeatable read');
    await idle.query('select count(*) from events');
    await begin(quick, 'quick');
    await quick.query('commit');
    expect(await settledAfter(start)).toEqual(['quick']);
    await append(idle, 'slow');
    await idle.query('commit');
    expect(await settledAfter(start)).toEqual(['quick', 'slow']);
  });

  it('loses, doubles and reorders nothing for followers that read while writers end in any order', async () => {
    const read: LoggedEvent[][] = [[], []];
    const faults: unknown[] = [];
    const followers = read.map((events) => {
      const deliver = (batch: LoggedEvent[]) => Promise.resolve(void events.push(...batch));
      return new EventFollower(database, server.systemUrl, deliver, (error) => faults.push(error));
    });
    await Promise.all(followers.map((each) => each.start(start)));
    const committed: string[] = [];

    for (let round = 0; round < 25; round++) {
      const open = await Promise.all(
        shuffled(writers).map(async (client, n) => {
          const type = `${round}.${n}`;
          await begin(client, type);
          return { client, type, commits: Math.random() < 0.85 };
        }),
      );
      for (const { client, type, commits } of shuffled(open)) {
        await client.query(commits ? 'commit' : 'rollback');
        if (commits) committed.push(type);
        if (Math.random() < 0.3) for (const wake of followersHere) wake();
      }
    }

    for (let tries = 0; tries < 400 && read.some((events) => events.length < committed.length); tries++) {
      await new Promise((resolve) => setTimeout(resolve, 25));
    }
    await Promise.all(followers.map((each) => each.stop()));
    expect(faults).toEqual([]);
    for (const events of read) {
      expect(events.map(({ type }) => type).sort()).toEqual([...committed].sort());
      const positions = events.map(({ position }) => position);
      expect(positions).toEqual([...new Set(positions)].sort((one, other) => one - other));
    }
  }, 60_000);
});

function shuffled<T>(items: readonly T[]): T[] {
  return items
    .map((item) => ({ item, at: Math.random() }))
    .sort((one, other) => one.at - other.at)
    .map(({ item }) => item);
}

import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Actor, newId } from '#kernel/index';
import { FixedClock } from '#kernel/testing/fixed-clock';
import pg from 'pg';
import type { Config } from '#platform/config/config';
import { CaslAbilities } from '#platform/permissions/casl';
import { Database } from '#platform/postgres/database';
import { within } from '#platform/postgres/scope';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { RecentAnswers } from './recent-answers.ts';

const organizationId = newId();
const actorWith = (abilities = new CaslAbilities([], new Set())) => new Actor(newId(), organizationId, abilities);

describe('A recent answer', () => {
  let test: TestDatabase;
  let database: Database;
  let writers: pg.Client[];
  let clock: FixedClock;
  let recent: RecentAnswers;
  let asked: number;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await Database.connect({ ...test, entities: [], poolSize: 2 });
    writers = [new pg.Client({ connectionString: test.ownerUrl }), new pg.Client({ connectionString: test.ownerUrl })];
    await Promise.all(writers.map((writer) => writer.connect()));
  });

  beforeEach(() => {
    clock = new FixedClock();
    recent = new RecentAnswers(database, clock, { integrationCacheTtlSeconds: 300 } as Config);
    asked = 0;
  });

  afterAll(async () => {
    await Promise.all((writers ?? []).map((writer) => writer.end()));
    await database?.close();
    await test?.drop();
  });

  const happen = (writer: pg.Client, type = 'task.updated', of = organizationId) =>
    writer.query(
      `insert into events (organization_id, position, id, type, subject_type, subject_id, data)
       values ($1, event_position(0), $2, $3, 'Task', '', '{}')`,
      [of, newId(), type],
    );

  /** How often the answer has been made by the time that the actor has it. */
  const ask = (actor: Actor, kind: 'dashboards' | 'analytics' = 'dashboards') =>
    within({ organizationId }, () => recent.of(actor, kind, { about: 'everything' }, () => Promise.resolve(++asked)));

  it('is given again while nothing happens', async () => {
    const actor = actorWith();
    expect([await ask(actor), await ask(actor), await ask(actor)]).toEqual([1, 1, 1]);
  });

  it('goes as soon as something happens in the organization', async () => {
    const actor = actorWith();
    expect(await ask(actor)).toBe(1);
    await happen(writers[0]!);
    expect([await ask(actor), await ask(actor)]).toEqual([2, 2]);
  });

  it('stays when something happens elsewhere, or something that changes no report', async () => {
    const actor = actorWith();
    expect(await ask(actor)).toBe(1);
    await happen(writers[0]!, 'task.updated', newId());
    await happen(writers[0]!, 'notification.created');
    expect(await ask(actor)).toBe(1);
  });

  it('goes when an earlier transaction commits behind a later one', async () => {
    const actor = actorWith();
    const [early, late] = writers as [pg.Client, pg.Client];
    await early.query('begin');
    await happen(early);
    await happen(late);
    expect([await ask(actor), await ask(actor)]).toEqual([1, 1]);
    await happen(late);
    expect(await ask(actor)).toBe(2);
    await early.query('commit');
    expect([await ask(actor), await ask(actor)]).toEqual([3, 3]);
  });

  it('grows no older than its kind may be', async () => {
    const actor = actorWith();
    expect([await ask(actor), await ask(actor, 'analytics')]).toEqual([1, 2]);
    clock.advance({ seconds: 301 });
    expect([await ask(actor), await ask(actor, 'analytics')]).toEqual([3, 2]);
    clock.advance({ seconds: 300 });
    expect(await ask(actor, 'analytics')).toBe(4);
  });

  it('is for one person under one set of permissions', async () => {
    const actor = actorWith();
    expect([await ask(actor), await ask(actorWith(actor.abilities as CaslAbilities))]).toEqual([1, 2]);
    const changed = new Actor(actor.userId, organizationId, new CaslAbilities([], new Set()));
    expect([await ask(changed), await ask(actor)]).toEqual([3, 1]);
  });

  it('that failed is asked for again', async () => {
    const actor = actorWith();
    const fail = () =>
      within({ organizationId }, () => recent.of(actor, 'dashboards', {}, () => Promise.reject(new Error('down'))));
    await expect(fail()).rejects.toThrow('down');
    const answer = within({ organizationId }, () => recent.of(actor, 'dashboards', {}, () => Promise.resolve('up')));
    expect(await answer).toBe('up');
  });
});

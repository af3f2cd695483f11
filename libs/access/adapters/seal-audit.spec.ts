import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId } from '#kernel/index';
import { EventLog } from '#platform/events/event-log';
import { Database } from '#platform/postgres/database';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { sealAudit } from './seal-audit.ts';
import { reportAudit, verifyAudit } from './verify-audit.ts';

describe('The audit chain', () => {
  let test: TestDatabase;
  let database: Database;
  let owner: pg.Client;
  let organizationId: string;

  beforeAll(async () => {
    test = await createTestDatabase();
    database = await Database.connect({ ...test, entities: [] });
    owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
  });

  afterAll(async () => {
    await owner?.end();
    await database?.close();
    await test?.drop();
  });

  beforeEach(async () => {
    await owner.query('truncate audit_entries, audit_seals, events, organizations cascade');
    organizationId = newId();
    await owner.query(`insert into organizations (organization_id, name, slug) values ($1::uuid, 'ACME', $1::text)`, [
      organizationId,
    ]);
  });

  const write = (count: number, of = organizationId) =>
    database.system.transaction().execute((transaction) =>
      new EventLog(database).append(
        transaction,
        { organizationId: of },
        Array.from({ length: count }, (_, n) => ({
          type: 'task.updated',
          subject: { type: 'Task', id: newId() },
          data: {},
          changes: { title: [`before ${n}`, `after ${n}`] as const },
        })),
      ),
    );

  async function report() {
    for await (const one of verifyAudit(database)) if (one.organizationId === organizationId) return one;
    throw new Error('no report');
  }

  const positions = async () =>
    (await owner.query<{ position: string }>('select position from audit_entries order by position')).rows.map(
      ({ position }) => Number(position),
    );

  it('seals what is settled, once, and goes on from there', async () => {
    await write(3);
    await write(2);
    expect(await sealAudit(database)).toBe(5);
    expect(await sealAudit(database)).toBe(0);
    await write(1);
    expect(await report()).toMatchObject({ sealedEntries: 5, unsealed: 1 });
    expect(await sealAudit(database, [organizationId])).toBe(1);
    const said: string[] = [];
    expect(await reportAudit(database, (line) => said.push(line))).toBe(true);
    expect(said).toEqual([expect.stringContaining('6 sealed entries are whole, 0 not sealed yet')]);
  });

  it('covers more entries than one seal holds', async () => {
    await write(1500);
    expect(await sealAudit(database)).toBe(1500);
    expect(await report()).toMatchObject({ sealedEntries: 1500, unsealed: 0 });
  });

  it('leaves out what an open transaction may still come before', async () => {
    const client = new pg.Client({ connectionString: test.ownerUrl });
    await client.connect();
    await client.query('begin; select pg_current_xact_id()');
    await write(1);
    expect(await sealAudit(database)).toBe(0);
    await client.query('rollback');
    await client.end();
    expect(await sealAudit(database)).toBe(1);
  });

  it('is made once by many who try at the same time', async () => {
    await write(20);
    const sealed = await Promise.all(Array.from({ length: 5 }, () => sealAudit(database)));
    expect(sealed.reduce((sum, each) => sum + each)).toBe(20);
    expect(await report()).toMatchObject({ sealedEntries: 20 });
  });

  describe('when somebody tampers', () => {
    let sealed: number[];

    beforeEach(async () => {
      await write(4);
      await sealAudit(database);
      await write(4);
      await sealAudit(database);
      sealed = await positions();
    });

    it.each([
      ['a changed value', `update audit_entries set changes = '{"title": ["x", "y"]}'`],
      ['a changed actor', `update audit_entries set actor_id = gen_random_uuid()`],
      ['a changed time', `update audit_entries set occurred_at = occurred_at - interval '1 microsecond'`],
      ['a changed address', `update audit_entries set ip = '10.0.0.1'`],
    ])('tells where: %s', async (_, statement) => {
      await owner.query(`${statement} where position = $1`, [sealed[5]]);
      expect(await report()).toMatchObject({ brokenAt: sealed[5], sealedEntries: 4 });
      const said: string[] = [];
      expect(await reportAudit(database, (line) => said.push(line))).toBe(false);
      expect(said).toEqual([expect.stringContaining(`BROKEN at position ${sealed[5]}`)]);
    });

    it('tells where an entry was taken out, or put in', async () => {
      await owner.query('delete from audit_entries where position = $1', [sealed[1]]);
      expect(await report()).toMatchObject({ brokenAt: sealed[2] });
    });

    it('tells when the last entries of a seal are gone', async () => {
      await owner.query('delete from audit_entries where position = $1', [sealed[7]]);
      expect(await report()).toMatchObject({ brokenAt: sealed[7] });
    });

    it('tells when an entry was slipped in', async () => {
      const slipped = sealed[3]! + 1;
      await owner.query(
        `insert into audit_entries (organization_id, position, action, subject_type, subject_id)
         values ($1, $2, 'task.created', 'Task', 'x')`,
        [organizationId, slipped],
      );
      expect(await report()).toMatchObject({ brokenAt: slipped });
    });

    it('tells when a seal was rewritten, or taken out', async () => {
      await owner.query(`update audit_seals set hash = repeat('0', 64) where to_position = $1`, [sealed[3]]);
      expect((await report()).brokenAt).toBeDefined();
      await owner.query(`delete from audit_seals where to_position = $1`, [sealed[3]]);
      expect((await report()).brokenAt).toBeDefined();
    });
  });

  it('cannot be changed by the roles that the application has', async () => {
    await write(1);
    await sealAudit(database);
    for (const url of [test.appUrl, test.systemUrl]) {
      const client = new pg.Client({ connectionString: url });
      await client.connect();
      for (const table of ['audit_entries', 'audit_seals']) {
        await expect(client.query(`update ${table} set organization_id = organization_id`)).rejects.toThrow(
          /permission/,
        );
        await expect(client.query(`delete from ${table}`)).rejects.toThrow(/permission/);
      }
      await client.end();
    }
  });
});

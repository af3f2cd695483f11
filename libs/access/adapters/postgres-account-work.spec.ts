import { type DomainEvent, newId } from '#kernel/index';
import { FixedClock } from '#kernel/testing/fixed-clock';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { EventLog } from '#platform/events/event-log';
import { Database } from '#platform/postgres/database';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import type { Authenticator } from '../application/authenticator.ts';
import { Account } from '../domain/account.ts';
import { FREE_GUESSES } from '../domain/auth-guesses.ts';
import { behavesAsAccountWork } from '../testing/account-work.contract.ts';
import { PostgresAccountWork } from './postgres-account-work.ts';
import { PostgresGuesses } from './postgres-auth-guesses.ts';

describe('PostgreSQL', () => {
  const clock = new FixedClock();
  const heard: string[] = [];
  const authenticator = { hear: ({ type }: DomainEvent) => heard.push(type) } as unknown as Authenticator;
  let testDatabase: TestDatabase;
  let database: Database;
  let work: PostgresAccountWork;
  beforeAll(async () => {
    testDatabase = await createTestDatabase();
    database = await Database.connect({ ...testDatabase, entities: [] });
    work = new PostgresAccountWork(database, new EventLog(database), authenticator, clock);
  });
  afterAll(async () => {
    await database.close();
    await testDatabase.drop();
  });

  behavesAsAccountWork(async () => ({ work, clock }));

  it('tells every organization of an account what happened to it, at one place each', async () => {
    const account = Account.of({ id: newId(), email: 'two@example.org', name: 'Ada' });
    const ids = [newId(), newId()];
    const by = { userId: account.id, origin: { ip: '192.0.2.7' } };
    await work.run(by, async ({ accounts, memberships }) => {
      await accounts.add(account);
      for (const id of ids) await memberships.found({ id, name: 'Engines' }, account);
    });
    heard.length = 0;
    await work.run(by, async ({ accounts }) => {
      const found = await accounts.get(account.id);
      await accounts.save(found, found.rename('Augusta')!);
    });
    expect(heard).toEqual(['account.renamed', 'member.updated', 'account.renamed', 'member.updated']);
    const events = await database.systemRows<{ position: number; organization_id: string; actor_id: string }>(sql`
      select position, organization_id, actor_id, type from events
      where type in ('account.renamed', 'member.updated') order by position`);
    expect(new Set(events.map(({ position }) => position)).size).toBe(4);
    expect(new Set(events.map(({ organization_id }) => organization_id))).toEqual(new Set(ids));
    expect(events.every(({ actor_id }) => actor_id === account.id)).toBe(true);
  });

  it('makes one of two changes at once wait for the other', async () => {
    const account = Account.of({ id: newId(), email: 'busy@example.org', name: 'Ada', recoveryCodeHashes: [] });
    account.state.recoveryCodeHashes = ['only'];
    await work.run({ origin: {} }, async ({ accounts }) => {
      await accounts.add(account);
      await accounts.save(account);
    });
    const use = () =>
      work.run({ origin: {} }, async ({ accounts }) => {
        const found = await accounts.get(account.id);
        const used = found.useRecoveryCode('only');
        await accounts.save(found);
        return used !== undefined;
      });
    const results = await Promise.all([use(), use(), use()]);
    expect(results.filter(Boolean)).toHaveLength(1);
  });

  it('counts guesses at the same moment one by one', async () => {
    const guesses = new PostgresGuesses(database);
    const attempts = Array.from({ length: FREE_GUESSES + 5 }, () =>
      guesses
        .change('someone', (count) => count.attempt(clock.now()))
        .then(
          () => 'free',
          () => 'locked',
        ),
    );
    const outcomes = await Promise.all(attempts);
    expect(outcomes.filter((outcome) => outcome === 'free')).toHaveLength(FREE_GUESSES);
    await guesses.clear('someone');
    await expect(guesses.change('someone', (count) => count.attempt(clock.now()))).resolves.toBeUndefined();
    expect(await database.systemRows(sql`select 1 from guesses where key = 'someone'`)).toEqual([]);
  });

  it('hides accounts, sessions and tokens from the role of the tenants', async () => {
    for (const table of ['accounts', 'sessions', 'one_time_tokens', 'guesses', 'account_identities']) {
      expect(await database.rows(sql`select * from ${sql.table(table)}`)).toEqual([]);
    }
    const person = sql`insert into accounts (id, kind, email, name) values (${newId()}, 'person', 'x@x.org', 'X')`;
    await expect(database.rows(person)).rejects.toThrow(/row-level security/);
  });
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { sql } from 'kysely';
import pg from 'pg';
import { type Condition, type Conditions, may, type Permission, type Rule, type Subject } from '#kernel/index';
import { CaslAbilities, type Columns } from '#platform/permissions/casl';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { type Grant, rulesOf, type Scope } from '../domain/grants.ts';

const ids = Array.from({ length: 4 }, (_, n) => `0000000${n}-0000-7000-8000-000000000000`);
const me = ids[0]!;
const statuses = ['todo', 'done', 'Done ', "o'k"];
const labels = ['legal', 'urgent'];

const columns: Columns = {
  id: { expression: sql`t.id`, type: 'uuid' },
  projectId: { expression: sql`t.project_id`, type: 'uuid' },
  assigneeIds: { expression: sql`t.assignee_ids`, type: 'uuid[]' },
  creatorId: { expression: sql`t.creator_id`, type: 'uuid' },
  status: { expression: sql`t.status`, type: 'text' },
  labels: { expression: sql`t.labels`, type: 'text[]' },
  costMinor: { expression: sql`t.cost_minor`, type: 'numeric' },
};
const fields = ['title', 'status', 'cost'];

const catalogue = new PermissionCatalogue();
catalogue.describe('Task', { from: sql`things t`, columns, fields, guardedFields: ['cost'] });
catalogue.describe('Comment', { from: sql`things t`, columns: { id: columns.id! }, fields: [] });
catalogue.add({
  view_tasks: ({ where }) => [
    may('view', 'Task', where('projectId'), ['title', 'status']),
    may('view', 'Comment', where('projectId')),
  ],
  view_costs: ({ where }) => [may('view', 'Task', where('projectId'), ['cost'])],
  edit_own_tasks: ({ userId, where }) => [
    may('view', 'Task', { ...where('projectId'), assigneeIds: userId }, ['title']),
    may('view', 'Task', { ...where('projectId'), creatorId: userId }),
  ],
});
const codes: Permission[] = ['view_tasks', 'view_costs', 'edit_own_tasks'];

const text = (values: readonly string[], isList = false) =>
  fc.oneof(
    fc.constantFrom<Condition>(...values),
    fc.constant<Condition>(null),
    fc.record({ $in: fc.subarray([...values]) }),
    fc.record({ $ne: isList ? fc.constantFrom(...values) : fc.constantFrom(...values, null) }),
  );
const cost = fc.integer({ min: 0, max: 4 });
const conditions: fc.Arbitrary<Conditions> = fc.record(
  {
    id: text(ids),
    assigneeIds: text(ids, true),
    creatorId: text(ids),
    status: text(statuses),
    labels: text(labels, true),
    costMinor: fc.oneof<fc.Arbitrary<Condition>[]>(
      cost,
      fc.constant(null),
      fc.record({ $lt: cost }),
      fc.record({ $lte: cost }),
      fc.record({ $gt: cost }),
      fc.record({ $gte: cost }),
      fc.record({ $in: fc.array(cost, { maxLength: 3 }) }),
      fc.record({ $ne: cost }),
    ),
  },
  { requiredKeys: [] },
);
const scope: fc.Arbitrary<Scope> = fc.oneof(
  fc.constant<Scope>({ level: 'organization' }),
  fc.subarray(ids.slice(0, 2)).map((projectIds): Scope => ({ level: 'portfolio', projectIds })),
  fc.subarray(ids.slice(0, 2)).map((projectIds): Scope => ({ level: 'project', projectIds })),
  fc.subarray(ids).map((taskIds): Scope => ({ level: 'task', taskIds })),
);
const grant: fc.Arbitrary<Grant> = fc.record({
  permission: fc.constantFrom(...codes),
  effect: fc.constantFrom('allow', 'deny'),
  conditions: fc.option(conditions, { freq: 2 }),
  fields: fc.option(fc.subarray(fields, { minLength: 1 }), { freq: 3 }),
  scope,
  source: fc.constant('a test'),
});
const thing = fc.record({
  id: fc.constantFrom(...ids),
  projectId: fc.option(fc.constantFrom(...ids.slice(0, 2))),
  assigneeIds: fc.subarray(ids.slice(0, 3)),
  creatorId: fc.option(fc.constantFrom(...ids.slice(0, 3))),
  status: fc.option(fc.constantFrom(...statuses)),
  labels: fc.subarray(labels),
  costMinor: fc.option(cost),
});

describe('Rules as SQL', () => {
  let test: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    test = await createTestDatabase();
    const owner = new pg.Client({ connectionString: test.ownerUrl });
    await owner.connect();
    await owner.query(`create table things (n int, id uuid, project_id uuid, assignee_ids uuid[] not null,
      creator_id uuid, status text, labels text[] not null, cost_minor bigint)`);
    await owner.end();
    database = await Database.connect({ ...test, entities: [], poolSize: 1 });
  });

  afterAll(async () => {
    await database?.close();
    await test?.drop();
  });

  /** The numbers of the rows that the condition leaves, for the whole subject and for each field. */
  async function found(abilities: CaslAbilities, rows: readonly object[]): Promise<number[][]> {
    const asked = [undefined, ...fields].map(
      (field) =>
        sql`array(select n from rows t where ${abilities.condition('view', 'Task', columns, field)} order by n)`,
    );
    const answer = await database.row<Record<string, number[]>>(sql`
      with rows as (
        select * from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(n int, id uuid, project_id uuid,
          assignee_ids uuid[], creator_id uuid, status text, labels text[], cost_minor bigint)
      ) select ${sql.join(asked.map((list, index) => sql`${list} as ${sql.ref(`f${index}`)}`))}`);
    return Object.values(answer!);
  }

  it('leave exactly the rows, and show exactly the fields, that a single check allows', async () => {
    const tally = { allowed: 0, refused: 0 };
    await fc.assert(
      fc.asyncProperty(
        fc.array(grant, { minLength: 1, maxLength: 8 }),
        fc.array(thing, { minLength: 5, maxLength: 12 }),
        async (grants, things) => {
          const abilities = new CaslAbilities(rulesOf(grants, me, catalogue), new Set());
          const rows = things.map(({ id, status, labels, ...rest }, n) => ({
            n, id, status, labels, project_id: rest.projectId, assignee_ids: rest.assigneeIds,
            creator_id: rest.creatorId, cost_minor: rest.costMinor,
          })); // prettier-ignore
          const expected = [undefined, ...fields].map((field) =>
            things.flatMap((one, n) =>
              abilities.can('view', { subjectType: 'Task', ...one } as Subject, field) ? n : [],
            ),
          );
          tally.allowed += expected[0]!.length;
          tally.refused += things.length - expected[0]!.length;
          expect(await found(abilities, rows)).toEqual(expected);
        },
      ),
      { numRuns: 500 },
    );
    // A property over rules that never grant, or never refuse, would prove nothing.
    expect(Math.min(tally.allowed, tally.refused)).toBeGreaterThan(300);
  });

  it('let a nearer grant beat a farther denial in lists too', async () => {
    const rules: Rule[] = [
      may('view', 'Task'),
      { ...may('view', 'Task', { status: 'done' }), inverted: true },
      may('view', 'Task', { id: { $in: [me] } }),
    ];
    const abilities = new CaslAbilities(rules, new Set());
    const row = { project_id: null, assignee_ids: [], creator_id: null, labels: [], cost_minor: null, status: 'done' };
    const [whole] = await found(abilities, [
      { n: 0, id: ids[0], ...row },
      { n: 1, id: ids[1], ...row },
    ]);
    expect(whole).toEqual([0]);
  });
});

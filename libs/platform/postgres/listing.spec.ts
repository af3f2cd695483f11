import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { sql } from 'kysely';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';
import { Database } from './database.ts';
import { type Listing, listPage, type Page } from './listing.ts';

const listing: Listing = {
  from: sql`(values (1, 'a', null), (2, 'b', 5), (3, 'a', 4), (4, 'c', null), (5, 'b', 5)) as v(id, name, size)`,
  fields: { id: sql`v.id`, name: sql`v.name`, size: sql`v.size` },
  order: { name: { expression: sql`v.name`, type: 'text' }, size: { expression: sql`v.size`, type: 'numeric' } },
  defaultOrder: 'name',
  unique: { expression: sql`v.id`, type: 'numeric' },
};

describe('A list', () => {
  let server: TestDatabase;
  let database: Database;

  beforeAll(async () => {
    server = await createTestDatabase();
    database = await Database.connect({ ...server, entities: [], poolSize: 2 });
  });

  afterAll(async () => {
    await database?.close();
    await server?.drop();
  });

  it.each(['name', '-name', 'size', '-size', 'size,-name'])(
    'gives every row once, in order, page by page: %s',
    async (order_by) => {
      const whole = await listPage<{ id: number }>(database, listing, [], { order_by });
      const paged: { id: number }[] = [];
      for (let cursor: string | null = null; cursor !== null || paged.length === 0;) {
        const page: Page<{ id: number }> = await listPage(database, listing, [], {
          order_by,
          limit: 2,
          cursor: cursor ?? undefined,
        });
        paged.push(...page.data);
        cursor = page.next_cursor;
        if (!cursor) break;
      }
      expect(paged).toEqual(whole.data);
      expect(new Set(paged.map(({ id }) => id)).size).toBe(5);
    },
  );

  it('counts on request', async () => {
    expect(await listPage(database, listing, [], { limit: 1, count: 'exact' })).toMatchObject({ total: 5 });
  });

  it('refuses a cursor of another order, and names it does not know', async () => {
    const { next_cursor } = await listPage(database, listing, [], { limit: 1 });
    const again = { cursor: next_cursor!, order_by: 'size' };
    await expect(listPage(database, listing, [], again)).rejects.toMatchObject({ code: 'foreign_cursor' });
    await expect(listPage(database, listing, [], { fields: 'nope' })).rejects.toMatchObject({ code: 'unknown_name' });
    await expect(listPage(database, listing, [], { order_by: 'toString' })).rejects.toMatchObject({
      code: 'unknown_name',
    });
  });
});

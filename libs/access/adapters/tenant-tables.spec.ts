import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import pg from 'pg';
import { newId } from '#kernel/index';
import { createTestDatabase, type TestDatabase } from '../../../test/support/test-database.ts';

/** Tables without a tenant, each with the reason why. Whatever is not named here must be closed to other tenants. */
const systemOnly: Record<string, string> = {
  accounts: 'a person may belong to several organizations',
  sessions: 'signing in comes before any organization is known',
  one_time_tokens: 'signing in comes before any organization is known',
  account_identities: 'a person may belong to several organizations',
  guesses: 'counts guesses before anybody is known',
  socket_attachments: 'packets between socket servers, which know no tenants',
};
const withoutTenantData: Record<string, string> = {
  event_log: 'one row with positions',
  event_followers: 'cursors of reactions, moved in the transaction of their effect',
  mikro_orm_migrations: 'names of migrations',
};

const samples: Record<string, unknown> = {
  uuid: newId(),
  text: 'x',
  jsonb: '{}',
  boolean: true,
  bytea: Buffer.from('x'),
  date: '2026-01-01',
  'timestamp with time zone': '2026-01-01T00:00:00Z',
};

interface Column {
  name: string;
  type: string;
}

describe('Tables', () => {
  let test: TestDatabase;
  let owner: pg.Client;
  let app: pg.Client;
  const [mine, theirs] = [newId(), newId()];
  let tables: string[];

  beforeAll(async () => {
    test = await createTestDatabase();
    owner = await connect(test.ownerUrl);
    app = await connect(test.appUrl);
    // Rows are made up from the catalog; neither what they refer to nor what they say matters here.
    await owner.query('set session_replication_role = replica');
    tables = (
      await owner.query<{ name: string }>(`select relname as name from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') order by 1`)
    ).rows.map(({ name }) => name);
    for (const table of tables) if (!(table in withoutTenantData)) await fill(table);
    await app.query(`select set_config('muster.organization_id', $1, false)`, [mine]);
  });

  afterAll(async () => {
    await owner?.end();
    await app?.end();
    await test?.drop();
  });

  async function connect(connectionString: string): Promise<pg.Client> {
    const client = new pg.Client({ connectionString });
    await client.connect();
    return client;
  }

  async function columnsOf(table: string): Promise<Column[]> {
    const { rows } = await owner.query<Column>(
      `select attname as name, format_type(atttypid, null) as type from pg_attribute
       where attrelid = $1::regclass and attnum > 0 and not attisdropped and attgenerated = '' and attidentity <> 'a' order by attnum`,
      [table],
    );
    return rows;
  }

  /** One row of another tenant, with a value of the right type in every column. */
  async function fill(table: string): Promise<void> {
    const { rows } = await owner.query<{ name: string }>(
      `select conname as name from pg_constraint where conrelid = $1::regclass and contype = 'c'`,
      [table],
    );
    for (const { name } of rows) await owner.query(`alter table ${table} drop constraint ${name}`);
    const columns = await columnsOf(table);
    await owner.query(
      `insert into ${table} (${columns.map(({ name }) => name).join(', ')})
       values (${columns.map((_, index) => `$${index + 1}`).join(', ')})`,
      columns.map(({ name, type }) => (name === 'organization_id' ? theirs : sample(type))),
    );
  }

  function sample(type: string): unknown {
    if (type.endsWith('[]')) return '{}';
    if (type.startsWith('time without')) return '09:00';
    return samples[type] ?? 1;
  }

  const tenantTables = () => tables.filter((table) => !(table in systemOnly) && !(table in withoutTenantData));

  it('exist for every exception that this test allows', () => {
    const exceptions = [...Object.keys(systemOnly), ...Object.keys(withoutTenantData)];
    expect(exceptions.filter((name) => !tables.includes(name))).toEqual([]);
    expect(tenantTables().length).toBeGreaterThan(20);
  });

  it('belong to an organization by their first key column, and have row-level security', async () => {
    const { rows } = await owner.query<{ name: string; secured: boolean; required: boolean; keyed: boolean }>(
      `select c.relname as name, c.relrowsecurity as secured,
         exists (select from pg_attribute a where a.attrelid = c.oid and a.attname = 'organization_id' and a.attnotnull)
           as required,
         exists (select from pg_index i join pg_attribute a on a.attrelid = c.oid and a.attnum = i.indkey[0]
           where i.indrelid = c.oid and i.indisprimary and a.attname = 'organization_id') as keyed
       from pg_class c where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p')`,
    );
    const open = rows.filter(({ name }) => tenantTables().includes(name));
    expect(open.filter(({ secured, required, keyed }) => !(secured && required && keyed))).toEqual([]);
    const unsecured = rows.filter(({ name, secured }) => !secured && name !== 'mikro_orm_migrations');
    expect(unsecured).toEqual([]);
  });

  it('show no row of another tenant, nor any without a tenant', async () => {
    for (const table of [...tenantTables(), ...Object.keys(systemOnly)]) {
      expect([table, await count(owner, table)]).toEqual([table, 1]);
      expect([table, await count(app, table)]).toEqual([table, 0]);
    }
    const nobody = await connect(test.appUrl);
    for (const table of tenantTables()) expect([table, await count(nobody, table)]).toEqual([table, 0]);
    await nobody.end();
  });

  it('let no row of another tenant be changed or deleted', async () => {
    for (const table of tenantTables()) {
      expect([table, await attempt(`update ${table} set organization_id = organization_id`)]).toEqual([table, 0]);
      expect([table, await attempt(`update ${table} set organization_id = '${mine}'`)]).toEqual([table, 0]);
      expect([table, await attempt(`delete from ${table}`)]).toEqual([table, 0]);
      expect([table, await count(owner, table)]).toEqual([table, 1]);
    }
  });

  it('take no row for another tenant', async () => {
    for (const table of tenantTables()) {
      const names = (await columnsOf(table)).map(({ name }) => name).join(', ');
      const { rows } = await owner.query<{ row: string }>(`select to_jsonb(t)::text as row from ${table} t`);
      const insert = app.query(
        `insert into ${table} (${names}) select ${names} from jsonb_populate_record(null::${table}, $1::jsonb)`,
        [rows[0]!.row],
      );
      await expect(insert).rejects.toMatchObject({ code: '42501', message: expect.stringMatching(/row-level|denied/) });
    }
  });

  it('are not shown past row-level security by views', async () => {
    const { rows } = await owner.query(
      `select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('v', 'm')
       and not coalesce('security_invoker=true' = any(reloptions), false)`,
    );
    expect(rows).toEqual([]);
  });

  it('are used by a role that cannot get around row-level security', async () => {
    const { rows } = await app.query('select rolsuper, rolbypassrls from pg_roles where rolname = current_user');
    expect(rows).toEqual([{ rolsuper: false, rolbypassrls: false }]);
    await expect(app.query('set role muster_system')).rejects.toThrow();
  });

  /** How many rows a statement touched; one that is not allowed at all touches none. */
  async function attempt(statement: string): Promise<number | null> {
    try {
      return (await app.query(statement)).rowCount;
    } catch (error) {
      if ((error as { code?: string }).code === '42501') return 0;
      throw error;
    }
  }

  async function count(client: pg.Client, table: string): Promise<number> {
    try {
      return Number((await client.query<{ n: string }>(`select count(*) as n from ${table}`)).rows[0]!.n);
    } catch (error) {
      if ((error as { code?: string }).code === '42501') return 0;
      throw error;
    }
  }
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { createHash } from 'node:crypto';
import { type Furniture, furnished } from '../support/furnished.ts';
import { type Person, TestMuster } from '../support/muster.ts';
import { rowsOf } from '../support/sign-in.ts';

interface Parameter {
  name: string;
  in: string;
  schema?: { format?: string };
}

interface Operation {
  parameters?: Parameter[];
  requestBody?: { content: Record<string, { example?: unknown }> };
}

interface Route {
  verb: string;
  path: string;
  operation: Operation;
}

interface Answer {
  results?: { status: number }[];
  next_cursor?: string | null;
  [name: string]: unknown;
}

const word = 'zanzibar';
const verbs = ['get', 'post', 'put', 'patch', 'delete'];
const isUuid = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

describe('Nobody reaches into another organization', () => {
  let muster: TestMuster;
  let ada: Person;
  let bob: Person;
  let hers: Furniture;
  let his: Furniture;
  let routes: Route[];
  let before: Record<string, string>;

  beforeAll(async () => {
    muster = await TestMuster.start();
    [ada, bob] = [await muster.signUp('Ada'), await muster.signUp('Bob')];
    [hers, his] = [await furnished(muster, ada, word), await furnished(muster, bob, 'bobs')];
    routes = await routesOf(muster);
    await settled();
    before = await tablesOf(ada.organizationId);
  }, 60_000);
  afterAll(() => muster?.stop());

  it('by an address that names something of hers', async () => {
    const wrong: string[] = [];
    for (const route of routes.filter(({ path }) => path.includes('{'))) {
      const { status, text } = await call(route, hers, hers);
      const open = route.path.startsWith('/api/v1/auth/oidc/'); // the login page of an organization is for everybody
      if (status >= 500 || (status < 300 && !open && !isEmpty(text)) || text.includes(word))
        wrong.push(said(route, status, text));
    }
    expect(wrong).toEqual([]);
  });

  it('by naming something of hers in a query or a body', async () => {
    const wrong: string[] = [];
    for (const route of routes) {
      const { status, text } = await call(route, his, hers);
      if (status >= 500 || text.includes(word)) wrong.push(said(route, status, text));
    }
    expect(wrong).toEqual([]);
  });

  it('and changes nothing there', async () => {
    await settled();
    expect(await tablesOf(ada.organizationId)).toEqual(before);
    expect(Object.keys(before).length).toBeGreaterThan(20);
  });

  /** Bob asks, with one set of ids in the address and another in the query and the body. */
  async function call({ verb, path, operation }: Route, inPath: Furniture, elsewhere: Furniture) {
    const query = new URLSearchParams();
    for (const { name, in: place, schema } of operation.parameters ?? []) {
      if (place === 'query' && schema?.format === 'uuid') query.set(name, named(name, elsewhere, path));
    }
    const [mediaType, content] = Object.entries(operation.requestBody?.content ?? {})[0] ?? [];
    const body =
      mediaType === 'application/json' ? JSON.stringify(filled(content?.example, '', elsewhere, path)) : 'title';
    const response = await fetch(`${muster.url}${addressed(path, inPath)}?${query.toString()}`, {
      method: verb.toUpperCase(),
      headers: { authorization: `Bearer ${bob.token}`, ...(mediaType && { 'content-type': mediaType }) },
      body: mediaType && body,
      redirect: 'manual',
    });
    return { status: response.status, text: await response.text() };
  }

  /** Whatever follows from the furnishing has followed. */
  async function settled(): Promise<void> {
    for (let tries = 0; tries < 100; tries++) {
      const [lag] = (await rowsOf(
        muster,
        `select count(*)::int as behind from event_followers where position < (select max(position) from events)`,
        [],
      )) as { behind: number }[];
      if (lag?.behind === 0) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /** A fingerprint of each table, of what belongs to one organization. */
  async function tablesOf(organizationId: string): Promise<Record<string, string>> {
    const tables = (await rowsOf(
      muster,
      `select table_name as name from information_schema.columns join information_schema.tables using (table_schema, table_name)
       where table_schema = 'public' and column_name = 'organization_id' and table_type = 'BASE TABLE' order by 1`,
      [],
    )) as { name: string }[];
    const marks: Record<string, string> = {};
    for (const { name } of tables) {
      const rows = await rowsOf(
        muster,
        `select t.*::text as row from ${name} t where organization_id = $1 order by 1`,
        [organizationId],
      );
      marks[name] = createHash('sha256').update(JSON.stringify(rows)).digest('hex');
    }
    return marks;
  }
});

/** A list without items, a file with nothing but its heading, or a batch of which nothing was done. */
function isEmpty(text: string): boolean {
  if (!text.startsWith('{')) return text.trim().split('\n').length === 1;
  const { results, next_cursor: _, ...answer } = JSON.parse(text) as Answer;
  const values: unknown[] = Object.values(answer);
  return (
    values.every((each) => Array.isArray(each) && each.length === 0) && !results?.some(({ status }) => status < 400)
  );
}

/** Every route, those that end Bob's session last. */
async function routesOf(muster: TestMuster): Promise<Route[]> {
  const { body } = await muster.get('/openapi.json');
  const routes = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, item]) =>
    verbs.flatMap((verb) => (item[verb] ? [{ verb, path, operation: item[verb] }] : [])),
  );
  const late = ({ verb, path }: Route) => Number(path.includes('/auth/')) * 2 + Number(verb === 'delete');
  return routes.sort((one, other) => late(one) - late(other));
}

/** `/tasks/{id}` names a task: `{id}` alone is called by the collection before it. */
function addressed(path: string, ids: Furniture): string {
  return path.replaceAll(/([\w-]+)\/\{(\w+)\}/g, (_, collection: string, name: string) => {
    const kind = name === 'id' ? `${collection.replace(/ies$/, 'y').replace(/s$/, '').replace('-', '_')}_id` : name;
    return `${collection}/${encodeURIComponent(inAddress(kind, ids, path))}`;
  });
}

function inAddress(name: string, ids: Furniture, path: string): string {
  const id = path.startsWith('/api/v1/me/tokens') ? ids['own_token_id'] : ids[name];
  if (!id) throw new Error(`${path} names a ${name}, of which test/support/furnished.ts makes none.`);
  return id;
}

/** In a query or a body any id of hers will do where the name does not say of what. */
function named(name: string, ids: Furniture, path: string): string {
  const isPerson = /^(actor|assignee|author|creator|lead|owner|recipient)(_id)?$/.test(name);
  return (isPerson ? ids['user_id'] : ids[name]) ?? ids[kindOf(path)] ?? ids['task_id']!;
}

/** What a route is about, for a body that says just `id`, `ids` or `from_id`. */
function kindOf(path: string): string {
  const [, collection = ''] = /\/api\/v1\/([\w-]+)/.exec(path) ?? [];
  return `${collection.replace(/s$/, '')}_id`;
}

/** The documented example of a body, with ids in place of the made-up ones. */
function filled(value: unknown, name: string, ids: Furniture, path: string): unknown {
  if (Array.isArray(value)) return value.map((each) => filled(each, name.replace(/s$/, ''), ids, path));
  if (typeof value === 'string') return isUuid.test(value) ? named(name, ids, path) : value;
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, filled(each, key, ids, path)]));
}

const said = ({ verb, path }: Route, status: number, text: string) =>
  `${verb} ${path}: ${status} ${text.slice(0, 200)}`;

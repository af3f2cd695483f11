import { createHash } from 'node:crypto';
import { BadParameter } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import type { Database } from './database.ts';

/** A sort key: its expression and the type that a cursor's value is cast to. */
export interface SortKey {
  expression: RawBuilder<unknown>;
  type: 'timestamptz' | 'date' | 'numeric' | 'text' | 'uuid' | 'bigint';
}

/** What a list may show and be sorted by; expressions under the names of the wire. */
export interface Listing {
  from: RawBuilder<unknown>;
  fields: Readonly<Record<string, RawBuilder<unknown>>>;
  /** Extra fields that are shown only when asked for. */
  expand?: Readonly<Record<string, RawBuilder<unknown>>>;
  order: Readonly<Record<string, SortKey>>;
  defaultOrder: string;
  /** Makes the order total. */
  unique: SortKey;
}

/** The conventions of every list, as the query string carries them. */
export interface PageRequest {
  limit?: number;
  cursor?: string;
  offset?: number;
  count?: string;
  order_by?: string;
  fields?: string;
  expand?: string;
}

/** One page of a list; `total` only when the request asked to count. */
export interface Page<T> {
  data: T[];
  next_cursor: string | null;
  total?: number;
}

interface Cursor {
  bound: string;
  keys: (string | null)[];
}

const DEFAULT_LIMIT = 50;

/** One page in one statement; the conditions carry both the filter and what the caller may see. */
export async function listPage<T>(
  database: Database,
  listing: Listing,
  conditions: readonly RawBuilder<boolean>[],
  request: PageRequest,
): Promise<Page<T>> {
  const limit = request.limit ?? DEFAULT_LIMIT;
  const order = parseOrder(listing, request.order_by ?? listing.defaultOrder);
  const columns = chosenColumns(listing, request);
  const keys = order.map(({ key }, index) => sql`${key.expression}::text as ${sql.ref(`__k${index}`)}`);
  const bound = digest([Object.keys(listing.fields), request.order_by ?? listing.defaultOrder, filterOf(request)]);
  const after = request.cursor ? [afterCursor(order, readCursor(request.cursor, bound))] : [];
  const where = sql.join([...conditions, ...after, sql`true`], sql` and `);
  const sorting = sql.join(
    order.map(({ key, descending }) => sql`${key.expression} ${sql.raw(descending ? 'desc nulls last' : 'asc')}`),
  );
  const rows = await database.rows<Record<string, unknown>>(sql`
    select ${sql.join([...columns, ...keys])} from ${listing.from} where ${where}
    order by ${sorting} limit ${limit + 1} offset ${request.offset ?? 0}`);
  const page: Page<T> = { data: [], next_cursor: null };
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  if (last) page.next_cursor = writeCursor({ bound, keys: order.map((_, i) => last[`__k${i}`] as string | null) });
  page.data = rows.slice(0, limit).map((row) => withoutKeys(row, order.length)) as T[];
  if (request.count === 'exact') page.total = await countRows(database, listing, conditions);
  return page;
}

/** The one row that meets the conditions, with the fields and expansions asked for. */
export async function showOne<T>(
  database: Database,
  listing: Listing,
  conditions: readonly RawBuilder<boolean>[],
  request: Pick<PageRequest, 'fields' | 'expand'> = {},
): Promise<T | undefined> {
  const columns = sql.join(chosenColumns(listing, request));
  return database.row<T>(sql`select ${columns} from ${listing.from} where ${sql.join(conditions, sql` and `)}`);
}

const pageNames = new Set(['limit', 'cursor', 'offset', 'count', 'order_by', 'fields', 'expand']);

/** What narrows the list: all of the request but the page and the columns; a cursor is good for one filter only. */
function filterOf(request: PageRequest): [string, unknown][] {
  return Object.entries(request).filter(([name, value]) => value !== undefined && !pageNames.has(name));
}

async function countRows(database: Database, listing: Listing, conditions: readonly RawBuilder<boolean>[]) {
  const where = sql.join([...conditions, sql`true`], sql` and `);
  const row = await database.row<{ total: number }>(sql`select count(*) as total from ${listing.from} where ${where}`);
  return row?.total ?? 0;
}

function chosenColumns(listing: Listing, { fields, expand }: Pick<PageRequest, 'fields' | 'expand'>) {
  const chosen = fields ? pick(listing.fields, fields, 'fields') : Object.entries(listing.fields);
  const expanded = expand ? pick(listing.expand ?? {}, expand, 'expand') : [];
  return [...chosen, ...expanded].map(([name, expression]) => sql`${expression} as ${sql.ref(name)}`);
}

function pick(known: Readonly<Record<string, RawBuilder<unknown>>>, names: string, parameter: string) {
  return [...new Set(names.split(','))].map((name): [string, RawBuilder<unknown>] => {
    const expression = Object.hasOwn(known, name) ? known[name] : undefined;
    if (!expression) throw unknownName(parameter, name, Object.keys(known));
    return [name, expression];
  });
}

interface Order {
  key: SortKey;
  descending: boolean;
}

function parseOrder(listing: Listing, orderBy: string): Order[] {
  const order = orderBy.split(',').map((part) => {
    const name = part.replace(/^-/, '');
    const key = Object.hasOwn(listing.order, name) ? listing.order[name] : undefined;
    if (!key) throw unknownName('order_by', name, Object.keys(listing.order));
    return { key, descending: part.startsWith('-') };
  });
  return [...order, { key: listing.unique, descending: order[0]?.descending ?? false }];
}

/** Rows behind the cursor: equal in the first keys, beyond in the next one; nulls stand last. */
function afterCursor(order: Order[], { keys }: Cursor): RawBuilder<boolean> {
  if (keys.length !== order.length) throw foreignCursor();
  const alternatives = order.map((_, depth) => {
    const equal = order.slice(0, depth).map((part, i) => same(part.key, keys[i]!));
    return sql<boolean>`(${sql.join([...equal, beyond(order[depth]!, keys[depth]!)], sql` and `)})`;
  });
  return sql<boolean>`(${sql.join(alternatives, sql` or `)})`;
}

function same({ expression, type }: SortKey, value: string | null) {
  return value === null ? sql`${expression} is null` : sql`${expression} = ${value}::text::${sql.raw(type)}`;
}

function beyond({ key: { expression, type }, descending }: Order, value: string | null) {
  if (value === null) return sql`false`;
  const operator = sql.raw(descending ? '<' : '>');
  return sql`(${expression} ${operator} ${value}::text::${sql.raw(type)} or ${expression} is null)`;
}

const digest = (value: unknown) => createHash('sha1').update(JSON.stringify(value)).digest('base64url').slice(0, 12);

const writeCursor = (cursor: Cursor) => Buffer.from(JSON.stringify(cursor)).toString('base64url');

function readCursor(text: string, bound: string): Cursor {
  try {
    const cursor = JSON.parse(Buffer.from(text, 'base64url').toString()) as Cursor;
    if (cursor.bound === bound && Array.isArray(cursor.keys)) return cursor;
  } catch {
    // Falls through to the one answer for every cursor that is not ours.
  }
  throw foreignCursor();
}

const foreignCursor = () =>
  new BadParameter(
    'cursor',
    'foreign_cursor',
    'The cursor belongs to another sort order or filter. Start again without it.',
  );

const unknownName = (parameter: string, name: string, known: string[]) =>
  new BadParameter(parameter, 'unknown_name', `"${name}" is not known here. Use one of: ${known.join(', ')}.`);

function withoutKeys(row: Record<string, unknown>, count: number): Record<string, unknown> {
  for (let index = 0; index < count; index++) delete row[`__k${index}`];
  return row;
}

import { createHash } from 'node:crypto';
import pg from 'pg';

const types = new pg.TypeOverrides();
types.setTypeParser(pg.types.builtins.TIMESTAMPTZ, (text: string) => `${text.replace(' ', 'T').replace('+00', '')}Z`);
types.setTypeParser(pg.types.builtins.DATE, (text: string) => text);
types.setTypeParser(pg.types.builtins.INT8, Number);
types.setTypeParser(pg.types.builtins.NUMERIC, Number);

/** As many statements as one connection keeps prepared; a rarer one is planned each time. */
const PREPARED_LIMIT = 400;
const names = new Map<string, string>();

function statementName(text: string): string | undefined {
  let name = names.get(text);
  if (!name && names.size < PREPARED_LIMIT) {
    name = createHash('sha1').update(text).digest('base64url');
    names.set(text, name);
  }
  return name;
}

/** Sends every parameterized statement as a named one, so that PostgreSQL parses and plans it once a connection. */
class PreparingClient extends pg.Client {
  // The signatures of `query` are many; the base class declares them, this passes them on.
  override query = ((config: unknown, values?: unknown, ...rest: unknown[]) => {
    const send = super.query.bind(this) as (...args: unknown[]) => unknown;
    if (typeof config !== 'string' || !Array.isArray(values) || values.length === 0) {
      return send(config, values, ...rest);
    }
    return send({ name: statementName(config), text: config, values }, ...rest);
  }) as pg.Client['query'];
}

/** A pool whose moments come back as RFC 3339 text in UTC and whose integers and decimals come back as numbers. */
export function createPool(url: string, options: { max: number; name: string }): pg.Pool {
  const pool = new pg.Pool({
    connectionString: url,
    max: options.max,
    application_name: options.name,
    idleTimeoutMillis: 60_000,
    connectionTimeoutMillis: 10_000,
    options: '-c timezone=UTC',
    types,
    Client: PreparingClient,
  } as pg.PoolConfig);
  // A connection that the server drops must not take the process down; the query in flight still rejects by itself.
  pool.on('error', () => undefined);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

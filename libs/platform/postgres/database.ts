import { type EntitySchema, MikroORM } from '@mikro-orm/postgresql';
import { type DatabaseConnection, Kysely, PostgresDialect, CompiledQuery, type RawBuilder } from 'kysely';
import type { Pool } from 'pg';
import { createPool } from './pool.ts';
import { currentScope } from './scope.ts';

/** Where the database is, once for the role of the tenants' work and once for the role of the system's. */
export interface DatabaseOptions {
  appUrl: string;
  systemUrl: string;
  entities: EntitySchema[];
  poolSize?: number;
}

/**
 * The two doors to PostgreSQL. `tenant` connects as a role that row-level security binds to the organization of the
 * current scope; `system` serves what must look across tenants (sign-in, the event log's followers) and sees only the
 * tables granted to it.
 */
export class Database {
  readonly system: Kysely<Record<string, never>>;
  private readonly pools: Pool[];
  private readonly tenants = new WeakMap<DatabaseConnection, string>();

  static async connect(options: DatabaseOptions): Promise<Database> {
    const database = new Database(options);
    await database.orm.connect();
    return database;
  }

  readonly orm: MikroORM;

  private constructor(options: DatabaseOptions) {
    const appPool = createPool(options.appUrl, { max: options.poolSize ?? 16, name: 'muster' });
    const systemPool = createPool(options.systemUrl, { max: 8, name: 'muster-system' });
    this.pools = [appPool, systemPool];
    this.system = new Kysely({ dialect: new PostgresDialect({ pool: systemPool }) });
    const dialect = new PostgresDialect({
      pool: appPool,
      onReserveConnection: (connection) => this.bindTenant(connection),
    });
    this.orm = new MikroORM({
      entities: options.entities,
      discovery: { warnWhenNoEntities: false },
      dbName: new URL(options.appUrl).pathname.slice(1),
      driverOptions: dialect,
      forceUtcTimezone: true,
      allowGlobalContext: true,
      validateRequired: false,
      ensureDatabase: false,
    });
  }

  /** The connection of the running transaction, or one of the pool, as the tenant's role. */
  async tenant(): Promise<Kysely<Record<string, never>>> {
    const transaction = currentScope()?.transaction;
    if (!transaction) return this.orm.em.getConnection().getClient() as Kysely<Record<string, never>>;
    const manager = await transaction.manager();
    return manager.getTransactionContext() as Kysely<Record<string, never>>;
  }

  /** All rows of one statement, as the tenant's role. */
  async rows<T>(statement: RawBuilder<T>): Promise<T[]> {
    return (await statement.execute(await this.tenant())).rows;
  }

  /** The first row of one statement, as the tenant's role. */
  async row<T>(statement: RawBuilder<T>): Promise<T | undefined> {
    return (await this.rows(statement))[0];
  }

  /** All rows of one statement, as the system's role. */
  async systemRows<T>(statement: RawBuilder<T>): Promise<T[]> {
    return (await statement.execute(this.system)).rows;
  }

  async close(): Promise<void> {
    await this.orm.close(true);
    await Promise.all(this.pools.filter((pool) => !pool.ended).map((pool) => pool.end()));
  }

  /** The one place where a connection learns whose data it may see; costs a round trip only when that changes. */
  private async bindTenant(connection: DatabaseConnection): Promise<void> {
    const organizationId = currentScope()?.organizationId ?? '';
    if (this.tenants.get(connection) === organizationId) return;
    this.tenants.delete(connection);
    await connection.executeQuery(
      CompiledQuery.raw(`select set_config('muster.organization_id', $1, false)`, [organizationId]),
    );
    this.tenants.set(connection, organizationId);
  }
}

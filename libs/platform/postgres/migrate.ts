import { type Migration, Migrator } from '@mikro-orm/migrations';
import { MikroORM } from '@mikro-orm/postgresql';

/** A migration class under the name that the database remembers it by. */
export interface NamedMigration {
  name: string;
  class: new (...args: ConstructorParameters<typeof Migration>) => Migration;
}

/** Brings the schema up to date as its owner; safe to call from several processes at once. */
export async function migrate(ownerUrl: string, migrations: NamedMigration[]): Promise<string[]> {
  const orm = new MikroORM({
    clientUrl: ownerUrl,
    dbName: decodeURIComponent(new URL(ownerUrl).pathname.slice(1)),
    entities: [],
    discovery: { warnWhenNoEntities: false },
    extensions: [Migrator],
    pool: { min: 0, max: 2 },
    migrations: { migrationsList: migrations, snapshot: false, transactional: true, allOrNothing: false, silent: true },
    ensureDatabase: false,
  });
  await orm.connect();
  try {
    const connection = orm.em.getConnection();
    const lock = await connection.begin();
    try {
      await connection.execute(`select pg_advisory_xact_lock(hashtext('muster.migrate'))`, [], 'run', lock);
      return (await orm.migrator.up()).map((migration) => migration.name);
    } finally {
      await connection.rollback(lock);
    }
  } finally {
    await orm.close(true);
  }
}

import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate } from '#platform/postgres/migrate';
import { ensureRoles } from '#platform/postgres/roles';
import { prepareQueue } from '#platform/queue/prepare-queue';
import { migrations } from '../../migrations/index.ts';

/** A migrated database of a test's own. */
export interface TestDatabase {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  drop(): Promise<void>;
}

const SECRET = 'the-secret-of-the-tests-is-no-secret';
const TEMPLATE = 'muster_test_template';

/** Copies the migrated template, which the first caller of a test run makes. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const serverUrl = process.env.MUSTER_TEST_SERVER_URL;
  if (!serverUrl) throw new Error('No test server: the global setup of Jest starts one.');
  const name = `muster_test_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: databaseUrl(serverUrl, 'postgres') });
  await admin.connect();
  await admin.query(`select pg_advisory_lock(hashtext('muster.test_template'))`);
  const template = `${TEMPLATE}_${migrations.length}`;
  const { rowCount } = await admin.query(`select from pg_database where datname = $1`, [template]);
  if (!rowCount) {
    await admin.query(`create database ${template}`);
    await ensureRoles(databaseUrl(serverUrl, template), SECRET);
    await migrate(databaseUrl(serverUrl, template), migrations);
    await prepareQueue(databaseUrl(serverUrl, template));
  }
  await admin.query(`create database ${name} template ${template}`);
  await admin.query(`select pg_advisory_unlock(hashtext('muster.test_template'))`);
  const ownerUrl = databaseUrl(serverUrl, name);
  const { appUrl, systemUrl } = await ensureRoles(ownerUrl, SECRET);
  return {
    ownerUrl,
    appUrl,
    systemUrl,
    drop: async () => {
      await admin.query(`drop database if exists ${name} with (force)`);
      await admin.end();
    },
  };
}

function databaseUrl(serverUrl: string, name: string): string {
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return url.href;
}

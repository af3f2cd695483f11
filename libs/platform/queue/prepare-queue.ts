import { runMigrations } from 'bullmq';
import pg from 'pg';
import { SYSTEM_ROLE } from '#platform/postgres/roles';

/** Where BullMQ keeps its jobs in PostgreSQL. */
export const QUEUE_SCHEMA = 'bullmq';

/**
 * Makes or updates the tables of the queue as the owner of the database and lets the system's role work with them;
 * the tenants' role stays outside, for jobs are of all organizations. Safe to call from several processes at once.
 */
export async function prepareQueue(ownerUrl: string): Promise<void> {
  const owner = new pg.Client({ connectionString: ownerUrl, application_name: 'muster-queue' });
  await owner.connect();
  try {
    await owner.query(`select pg_advisory_lock(hashtext('muster.queue'))`); // ends with the connection
    await runMigrations(owner, QUEUE_SCHEMA);
    await owner.query(`
      grant usage on schema ${QUEUE_SCHEMA} to ${SYSTEM_ROLE};
      grant select, insert, update, delete on all tables in schema ${QUEUE_SCHEMA} to ${SYSTEM_ROLE};
      grant usage, select on all sequences in schema ${QUEUE_SCHEMA} to ${SYSTEM_ROLE};
      grant execute on all functions in schema ${QUEUE_SCHEMA} to ${SYSTEM_ROLE};
      revoke all on all functions in schema ${QUEUE_SCHEMA} from public`);
  } finally {
    await owner.end();
  }
}

import { reportAudit } from '#access/access-worker.module';
import { loadConfig } from '#platform/config/config';
import { Database } from '#platform/postgres/database';
import { openInstallation } from './installation.ts';

/** Checks that nobody tampered with the audit log: what `npm run audit:verify` runs. Ends with 1 if somebody did. */
const say = (line: string) => process.stdout.write(`${line}\n`);
const installation = await openInstallation(loadConfig(process.env), say, { join: true });
const database = await Database.connect({ ...installation, entities: [] });
try {
  process.exitCode = (await reportAudit(database, say)) ? 0 : 1;
} finally {
  await database.close();
  await installation.stop();
}

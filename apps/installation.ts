import type { Config } from '#platform/config/config';
import { runningServerUrl, startEmbedded } from '#platform/postgres/embedded/embedded-server';
import { migrate } from '#platform/postgres/migrate';
import { ensureRoles } from '#platform/postgres/roles';
import { prepareQueue } from '#platform/queue/prepare-queue';
import { migrations } from '../migrations/index.ts';

/** A database that is up, migrated and ready for the application's roles. */
export interface Installation {
  ownerUrl: string;
  appUrl: string;
  systemUrl: string;
  stop(): Promise<void>;
}

/**
 * Brings up the database that the configuration names, or the embedded one, with its roles and its newest schema. With
 * `join`, an embedded server that another process runs will do; without, a taken data folder is refused.
 */
export async function openInstallation(
  config: Config,
  log: (line: string) => void,
  { join }: { join: boolean },
): Promise<Installation> {
  const outside = config.databaseUrl ?? (join ? runningServerUrl(config.dataDir) : undefined);
  const server = outside
    ? { url: outside, stop: () => Promise.resolve() }
    : await startEmbedded({ dataDir: config.dataDir, log });
  try {
    const roles = await ensureRoles(server.url, config.jwtSecret);
    for (const name of await migrate(server.url, migrations)) log(`migrated ${name}`);
    if (!config.redisUrl) await prepareQueue(server.url);
    return { ownerUrl: server.url, ...roles, stop: () => server.stop() };
  } catch (error) {
    await server.stop();
    throw error;
  }
}

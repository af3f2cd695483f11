import { type Config, loadConfig } from '#platform/config/config';
import { InvalidConfiguration } from '#platform/config/invalid-configuration';
import type { INestApplicationContext } from '@nestjs/common';
import { type Installation, openInstallation } from './installation.ts';

/** Runs one part of Muster until it is told to stop: brings up the database, the part, and takes both down in order. */
export async function run(
  part: (config: Config, installation: Installation) => Promise<INestApplicationContext>,
  { join = false } = {},
) {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  try {
    const config = loadConfig(process.env);
    const installation = await openInstallation(config, say, { join });
    const app = await part(config, installation);
    let stopping = false;
    const stop = async (signal: string) => {
      if (stopping) return;
      stopping = true;
      say(`${signal}: stopping`);
      await app.close().catch((error: unknown) => say(String(error)));
      await installation.stop();
      process.exit(0);
    };
    process.on('SIGINT', () => void stop('SIGINT'));
    process.on('SIGTERM', () => void stop('SIGTERM'));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
}

function explain(error: unknown): string {
  if (error instanceof InvalidConfiguration || (error instanceof Error && error.name === 'DataFolderInUse')) {
    return error.message;
  }
  return error instanceof Error ? (error.stack ?? error.message) : String(error);
}

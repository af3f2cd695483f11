import { type Config, loadConfig } from '#platform/config/config';
import { InvalidConfiguration } from '#platform/config/invalid-configuration';
import type { INestApplicationContext } from '@nestjs/common';
import { type Installation, openInstallation } from './installation.ts';

/** Runs one part of Muster until it is told to stop: brings up the database, the part, and takes both down in order. */
export async function run(
  part: (config: Config, installation: Installation, say: (line: string) => void) => Promise<INestApplicationContext>,
  { join = false } = {},
) {
  const say = (line: string) => process.stdout.write(`${line}\n`);
  let installation: Installation | undefined;
  try {
    const config = loadConfig({ ...(process.stdout.isTTY && { LOG_LEVEL: 'warn' }), ...process.env });
    installation = await openInstallation(config, (line) => !isRoutine(line, config) && say(line), { join });
    const app = await part(config, installation, say);
    let stopping = false;
    const stop = async (signal: string) => {
      if (stopping) return;
      stopping = true;
      say(`${signal}: stopping`);
      await app.close().catch((error: unknown) => say(String(error)));
      await installation?.stop();
      process.exit(0);
    };
    process.on('SIGINT', () => void stop('SIGINT'));
    process.on('SIGTERM', () => void stop('SIGTERM'));
  } catch (error) {
    process.stderr.write(`${explain(error)}\n`);
    await installation?.stop().catch(() => undefined);
    process.exit(1);
  }
}

/** What PostgreSQL tells of its starts, stops and checkpoints; its warnings and faults begin with other words. */
function isRoutine(line: string, { logLevel }: Config): boolean {
  if (logLevel === 'debug' || logLevel === 'trace') return false;
  return (
    /^(LOG|HINT|DETAIL|STATEMENT): |the database system is starting up/.test(line) ||
    (logLevel !== 'info' && line.startsWith('migrated '))
  );
}

function explain(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error instanceof InvalidConfiguration || error.name === 'DataFolderInUse') return error.message;
  if ((error as NodeJS.ErrnoException).code === 'EADDRINUSE') {
    return `Port ${(error as { port?: number }).port} is taken by another program: choose one with PORT.`;
  }
  return error.stack ?? error.message;
}

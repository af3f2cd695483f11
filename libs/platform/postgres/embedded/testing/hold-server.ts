import { startEmbedded } from '../embedded-server.ts';
import { query } from './server-process.ts';

/** A process of its own that runs the server of a data folder until it is asked to stop; for tests that kill it. */
const say = (message: Record<string, unknown>): boolean => process.stdout.write(`${JSON.stringify(message)}\n`);

try {
  const server = await startEmbedded({ dataDir: process.argv[2]!, log: () => undefined });
  say({ url: server.url, pid: server.pid });
  await new Promise((resolve) => process.once('SIGINT', resolve));
  await query(server.url, 'select 1'); // work that ends before the server does
  await server.stop();
  say({ stopped: true });
} catch (error) {
  say({ error: (error as Error).message });
}

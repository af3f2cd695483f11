import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startEmbedded } from '#platform/postgres/embedded/embedded-server';

/** One PostgreSQL for the whole test run; every spec file makes databases of its own on it. */
export default async function startServer(): Promise<void> {
  if (process.env.MUSTER_TEST_SERVER_URL) return;
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-test-'));
  const server = await startEmbedded({ dataDir, log: () => undefined });
  process.env.MUSTER_TEST_SERVER_URL = server.url;
  globalThis.musterTestServer = { server, dataDir };
}

declare global {
  var musterTestServer: { server: { url: string; stop(): Promise<void> }; dataDir: string } | undefined;
}

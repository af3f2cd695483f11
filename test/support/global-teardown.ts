import { rmSync } from 'node:fs';

/** Ends the server that `global-setup` started. */
export default async function stopServer(): Promise<void> {
  const started = globalThis.musterTestServer;
  if (!started) return;
  await started.server.stop();
  rmSync(started.dataDir, { recursive: true, force: true });
  delete process.env.MUSTER_TEST_SERVER_URL;
}

import type { Config } from '#platform/config/config';
import { createApi } from './api/create-api.ts';
import type { Installation } from './installation.ts';

/** Starts the API on its port. */
export async function startApi(config: Config, installation: Installation, parts: { worker: boolean }) {
  const app = await createApi(config, installation, parts);
  await app.listen(config.port, config.host);
  return app;
}

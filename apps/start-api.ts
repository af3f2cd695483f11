import type { Config } from '#platform/config/config';
import { createApi } from './api/create-api.ts';
import { demoOrganization } from './demo/demo-organization.ts';
import { greeting } from './greeting.ts';
import type { Installation } from './installation.ts';

/** Starts the API on its port, with the demo organization where it is wanted, and greets. */
export async function startApi(
  config: Config,
  installation: Installation,
  { worker, say }: { worker: boolean; say: (line: string) => void },
) {
  const app = await createApi(config, installation, { worker });
  try {
    await app.init();
    const demo = config.demo ? await demoOrganization(app, installation.ownerUrl) : undefined;
    await app.listen(config.port, config.host);
    if (config.environment !== 'production') say(greeting(await reachableAt(app, config), demo));
    return app;
  } catch (error) {
    await app.close();
    throw error;
  }
}

/** `localhost` rather than the address, and the port that was found where none was asked for. */
async function reachableAt(app: { getUrl(): Promise<string> }, { port, publicUrl }: Config): Promise<string> {
  return port === 0 ? app.getUrl() : publicUrl;
}

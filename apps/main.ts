import { run } from './run.ts';
import { startApi } from './start-api.ts';

/** Everything in one process: what `npm start` runs. */
await run((config, installation, say) => startApi(config, installation, { worker: true, say }));

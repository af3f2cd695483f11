import { run } from '../run.ts';
import { startApi } from '../start-api.ts';

/** The API alone; a worker runs beside it. */
await run((config, installation, say) => startApi(config, installation, { worker: false, say }));

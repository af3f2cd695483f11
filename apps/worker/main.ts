import { NestFactory } from '@nestjs/core';
import type { Config } from '#platform/config/config';
import { AppModule } from '../app.module.ts';
import type { Installation } from '../installation.ts';
import { run } from '../run.ts';

/** Reactions and queues, without HTTP, beside an API. */
const worker = (config: Config, installation: Installation) => {
  const module = AppModule.forRoot(config, installation, { api: false, worker: true });
  return NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
};

await run(worker, { join: true });

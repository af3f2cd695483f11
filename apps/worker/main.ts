import { NestFactory } from '@nestjs/core';
import { AppModule } from '../app.module.ts';
import { run } from '../run.ts';

/** Reactions and queues, without HTTP. */
await run((config, installation) => {
  const module = AppModule.forRoot(config, installation, { api: false, worker: true });
  return NestFactory.createApplicationContext(module, { logger: ['error', 'warn'] });
});

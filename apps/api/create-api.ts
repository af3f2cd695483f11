import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { Redis } from 'ioredis';
import { readFileSync } from 'node:fs';
import type { Config } from '#platform/config/config';
import { configureHttp, httpAdapter, nestLog } from '#platform/http/http-app';
import { serveOpenApi } from '#platform/http/openapi';
import { SocketAdapter } from '#platform/websocket/socket-adapter';
import { AppModule } from '../app.module.ts';
import type { Installation } from '../installation.ts';

/** What the OpenAPI document says of this release. */
export const apiInfo = { version: (JSON.parse(readFileSync('package.json', 'utf8')) as { version: string }).version };

/** The API, wired and ready to listen; with `worker`, it runs reactions and queues as well. */
export async function createApi(
  config: Config,
  installation: Installation,
  { worker }: { worker: boolean },
): Promise<NestFastifyApplication> {
  const adapter = httpAdapter(config);
  const module = AppModule.forRoot(config, installation, { api: true, worker });
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { logger: nestLog(adapter) });
  await configureHttp(app, { ...config, redis: sharedCounts(app, config) });
  app.useWebSocketAdapter(new SocketAdapter(app, { ...config, systemUrl: installation.systemUrl }));
  serveOpenApi(app, apiInfo);
  return app;
}

/** Where all processes count requests together, if there is Redis; while it is lost, none are counted. */
function sharedCounts(app: NestFastifyApplication, { redisUrl }: Config): Redis | undefined {
  if (!redisUrl) return undefined;
  const redis = new Redis(redisUrl, { connectTimeout: 500, maxRetriesPerRequest: 1, enableOfflineQueue: false });
  redis.on('error', () => undefined); // it connects again by itself
  app
    .getHttpAdapter()
    .getInstance()
    .addHook('onClose', () => void redis.disconnect());
  return redis;
}

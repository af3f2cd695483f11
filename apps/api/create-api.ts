import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import type { Config } from '#platform/config/config';
import { configureHttp, httpAdapter, nestLog } from '#platform/http/http-app';
import { SocketAdapter } from '#platform/websocket/socket-adapter';
import type { Installation } from '../installation.ts';
import { AppModule } from './app.module.ts';

/** The API, wired and ready to listen. */
export async function createApi(config: Config, installation: Installation): Promise<NestFastifyApplication> {
  const adapter = httpAdapter(config);
  const app = await NestFactory.create<NestFastifyApplication>(AppModule.forRoot(config, installation), adapter, {
    logger: nestLog(adapter),
  });
  await configureHttp(app, config);
  app.useWebSocketAdapter(new SocketAdapter(app, { ...config, systemUrl: installation.systemUrl }));
  return app;
}

import type { INestApplication, Type } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { type Abilities, Actor } from '#kernel/index';
import { configureHttp, httpAdapter, nestLog, type HttpConfig } from '../http-app.ts';

/** A quiet configuration for tests. */
export const testConfig: HttpConfig = {
  logLevel: 'fatal',
  corsAllowedOrigins: [],
  publicUrl: 'http://localhost:3000',
  rateLimitPerMinute: 10_000,
};

/** Starts a module behind the real edge, without a port; `before` runs before `init`. */
export async function startHttpTestApp(
  module: Type<unknown>,
  { before, ...over }: Partial<HttpConfig> & { before?: (app: NestFastifyApplication) => void } = {},
): Promise<NestFastifyApplication> {
  const config = { ...testConfig, ...over };
  const adapter = httpAdapter(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, {
    logger: nestLog(adapter),
    abortOnError: false,
  });
  await configureHttp(app, config);
  before?.(app);
  await app.init();
  return app;
}

const everything: Abilities = {
  codes: new Set(),
  rules: [],
  can: () => true,
  explain: () => ({ allowed: true, reason: 'test' }),
};

/** Signs in whoever sends `authorization: Bearer <user id>`; the real guard is not part of the edge. */
export function signInByName(app: INestApplication): void {
  (app as NestFastifyApplication)
    .getHttpAdapter()
    .getInstance()
    .addHook('preHandler', (request, _reply, done) => {
      const userId = request.headers.authorization?.replace('Bearer ', '');
      if (userId) request.actor = new Actor(userId, 'organization', everything);
      done();
    });
}

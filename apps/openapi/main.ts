import { NestFactory } from '@nestjs/core';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import { loadConfig } from '#platform/config/config';
import { httpAdapter } from '#platform/http/http-app';
import { openApiDocument, openApiYaml } from '#platform/http/openapi';
import { apiInfo } from '../api/create-api.ts';
import { AppModule } from '../app.module.ts';
import type { Installation } from '../installation.ts';

const nowhere = 'postgres://nobody@127.0.0.1:1/none';
const installation: Installation = {
  ownerUrl: nowhere,
  appUrl: nowhere,
  systemUrl: nowhere,
  stop: () => Promise.resolve(),
};

/** Writes the OpenAPI document of this release to the file named last; nothing is started, so no database is needed. */
async function write(file: string): Promise<void> {
  const key = randomBytes(32).toString('base64');
  const config = loadConfig({
    NODE_ENV: 'test',
    LOG_LEVEL: 'error',
    JWT_SECRET: key,
    ENCRYPTION_KEYS: `unused:${key}`,
  });
  const module = AppModule.forRoot(config, installation, { api: true, worker: false });
  const adapter = httpAdapter(config);
  const app = await NestFactory.create<NestFastifyApplication>(module, adapter, { preview: true, logger: ['error'] });
  writeFileSync(file, openApiYaml(openApiDocument(app, apiInfo)));
}

await write(process.argv[2] ?? 'openapi.yaml');

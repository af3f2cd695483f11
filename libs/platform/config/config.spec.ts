import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from './config.ts';
import { InvalidConfiguration } from './invalid-configuration.ts';

describe('The configuration', () => {
  let folder: string;
  const load = (env: Record<string, string> = {}) => loadConfig({ MUSTER_DATA_DIR: folder, ...env });
  const faults = (env: Record<string, string>): readonly string[] => {
    try {
      load(env);
    } catch (error) {
      if (error instanceof InvalidConfiguration) return error.faults;
      throw error;
    }
    return [];
  };
  const keys = (...ids: string[]) => ids.map((id) => `${id}:${randomBytes(32).toString('base64')}`).join(',');
  const production = () => ({ NODE_ENV: 'production', JWT_SECRET: 's'.repeat(32), ENCRYPTION_KEYS: keys('k1') });

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'muster-config-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  it('runs on one machine without any setting', () => {
    expect(load()).toMatchObject({
      environment: 'development',
      logLevel: 'info',
      dataDir: folder,
      host: '127.0.0.1',
      port: 3000,
      publicUrl: 'http://localhost:3000',
      corsAllowedOrigins: ['http://localhost:3000'],
      rateLimitPerMinute: 100,
      databaseUrl: undefined,
      redisUrl: undefined,
      smtpUrl: undefined,
      mailFrom: 'Muster <muster@localhost>',
      integrationCacheTtlSeconds: 300,
      integrationBatchSize: 50,
      demo: true,
      testEndpoints: true,
    });
  });

  it('keeps its files in .data of the working folder by default', () => {
    expect(loadConfig(production()).dataDir).toBe(join(process.cwd(), '.data'));
  });

  it('listens to every interface and shows no demo in production', () => {
    expect(load(production())).toMatchObject({ host: '0.0.0.0', demo: false, testEndpoints: false });
  });

  it('takes an empty value as absent, as compose files pass it', () => {
    expect(load({ PORT: '', REDIS_URL: ' ', MUSTER_DEMO: '' })).toMatchObject({
      port: 3000,
      redisUrl: undefined,
      demo: true,
    });
  });

  it('takes every setting from the environment', () => {
    const env = {
      ...production(),
      HOST: '::1',
      PORT: '8080',
      LOG_LEVEL: 'debug',
      PUBLIC_URL: 'https://muster.example.org/team/',
      CORS_ALLOWED_ORIGINS: 'https://a.example.org, https://B.example.org/',
      RATE_LIMIT_PER_MINUTE: '600',
      DATABASE_URL: 'postgres://me:secret@db:5432/muster?sslmode=require',
      REDIS_URL: 'rediss://cache:6379/1',
      SMTP_URL: 'smtps://me:secret@mail.example.org',
      MAIL_FROM: 'Work <work@example.org>',
      INTEGRATION_CACHE_TTL: '0',
      INTEGRATION_BATCH_SIZE: '10',
      MUSTER_DEMO: 'yes',
      MUSTER_TEST_ENDPOINTS: '1',
    };
    expect(load(env)).toMatchObject({
      environment: 'production',
      logLevel: 'debug',
      host: '::1',
      port: 8080,
      publicUrl: 'https://muster.example.org/team',
      corsAllowedOrigins: ['https://a.example.org', 'https://b.example.org'],
      rateLimitPerMinute: 600,
      databaseUrl: env.DATABASE_URL,
      redisUrl: env.REDIS_URL,
      smtpUrl: env.SMTP_URL,
      mailFrom: env.MAIL_FROM,
      jwtSecret: env.JWT_SECRET,
      integrationCacheTtlSeconds: 0,
      integrationBatchSize: 10,
      demo: true,
      testEndpoints: true,
    });
  });

  it('names all faults at once, each with its variable', () => {
    const found = faults({
      NODE_ENV: 'prod',
      PORT: '80a',
      LOG_LEVEL: 'loud',
      PUBLIC_URL: 'example.org',
      RATE_LIMIT_PER_MINUTE: '0',
      REDIS_URL: 'http://cache',
      SMTP_URL: 'mail',
      DATABASE_URL: 'postgres://db',
      CORS_ALLOWED_ORIGINS: 'https://ok.example.org,*',
      JWT_SECRET: 'short',
      ENCRYPTION_KEYS: 'k1:c2hvcnQ=',
      INTEGRATION_CACHE_TTL: '-1',
      INTEGRATION_BATCH_SIZE: '5000',
      MUSTER_DEMO: 'maybe',
    });
    const variables = found.map((fault) => /^[A-Z_]+/.exec(fault)?.[0]);
    expect(new Set(variables).size).toBe(14);
    expect(found).toHaveLength(14);
    expect(found).toContain('PORT must be a whole number from 0 to 65535, not "80a".');
    expect(found).toContain('ENCRYPTION_KEYS: key "k1" must be 32 bytes in base64, not 5.');
  });

  it('never repeats a password or a key in a fault', () => {
    const found = faults({ DATABASE_URL: 'mysql://me:hunter2@db/x', SMTP_URL: 'hunter2', ENCRYPTION_KEYS: 'hunter2' });
    expect(found).toHaveLength(3);
    expect(found.join()).not.toContain('hunter2');
  });

  it('refuses production without secrets of its own, and writes none', () => {
    const found = faults({ NODE_ENV: 'production' });
    expect(found.map((fault) => fault.split(' ')[0])).toEqual(['JWT_SECRET', 'ENCRYPTION_KEYS']);
    expect(readdirSync(folder)).toEqual([]);
  });

  it('makes secrets outside production, keeps them, and lets only their owner read them', () => {
    const first = load();
    expect(load()).toEqual(first);
    expect(first.jwtSecret.length).toBeGreaterThanOrEqual(32);
    expect(first.encryptionKeys).toEqual([{ id: 'k1', key: expect.any(Buffer) }]);
    const secrets = join(folder, 'secrets');
    expect(readdirSync(secrets).sort()).toEqual(['encryption-keys', 'jwt-secret']);
    for (const name of readdirSync(secrets)) expect(statSync(join(secrets, name)).mode & 0o777).toBe(0o600);
    expect(statSync(secrets).mode & 0o777).toBe(0o700);
  });

  it('says when the data folder cannot keep the secrets', () => {
    const file = join(folder, 'file');
    writeFileSync(file, '');
    expect(faults({ MUSTER_DATA_DIR: file })).toEqual([
      expect.stringMatching(/^MUSTER_DATA_DIR: .*jwt-secret/),
      expect.stringMatching(/^MUSTER_DATA_DIR: .*encryption-keys/),
    ]);
  });

  it('takes several encryption keys, the newest first', () => {
    expect(load({ ENCRYPTION_KEYS: keys('new', 'old') }).encryptionKeys.map(({ id }) => id)).toEqual(['new', 'old']);
    expect(faults({ ENCRYPTION_KEYS: keys('k1', 'k1') })).toEqual(['ENCRYPTION_KEYS names the id "k1" twice.']);
  });
});

import { resolve } from 'node:path';
import { type EncryptionKey, parseEncryptionKeys } from './encryption-keys.ts';
import { InvalidConfiguration } from './invalid-configuration.ts';
import { keptSecret, newEncryptionKeys, newJwtSecret } from './kept-secrets.ts';
import { Settings } from './settings.ts';

const ENVIRONMENTS = ['development', 'test', 'production'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const JWT_SECRET_MINIMUM = 32;

/** Everything that an installation can set, checked and complete; `loadConfig` makes it once at start. */
export interface Config {
  readonly environment: (typeof ENVIRONMENTS)[number];
  readonly logLevel: (typeof LOG_LEVELS)[number];
  /** Where this installation keeps its files; absolute. */
  readonly dataDir: string;
  /** 127.0.0.1 on a developer's machine, every interface in production, where a proxy or a container's port leads here. */
  readonly host: string;
  readonly port: number;
  /** Where people reach this installation, without a slash at the end. */
  readonly publicUrl: string;
  readonly corsAllowedOrigins: readonly string[];
  readonly rateLimitPerMinute: number;
  /** Absent: the embedded server under `dataDir`. */
  readonly databaseUrl?: string;
  /** Absent: PostgreSQL carries the queue and the sockets. */
  readonly redisUrl?: string;
  /** Absent: mails become files under `dataDir`. */
  readonly smtpUrl?: string;
  readonly mailFrom: string;
  readonly jwtSecret: string;
  /** The first one encrypts, all decrypt. */
  readonly encryptionKeys: readonly EncryptionKey[];
  readonly integrationCacheTtlSeconds: number;
  readonly integrationBatchSize: number;
  /** Fill an empty installation with the demo organization. */
  readonly demo: boolean;
  /** Serve the endpoints that make sample data. */
  readonly testEndpoints: boolean;
}

/** Reads the settings from the environment; throws one `InvalidConfiguration` that names every fault. */
export function loadConfig(env: Readonly<Record<string, string | undefined>>): Config {
  const settings = new Settings(env);
  const environment = settings.choice('NODE_ENV', ENVIRONMENTS, 'development');
  const inProduction = environment === 'production';
  const port = settings.integer('PORT', { fallback: 3000, min: 0, max: 65_535 });
  const publicUrl = settings.url('PUBLIC_URL', ['http', 'https'])?.replace(/\/+$/, '') ?? `http://localhost:${port}`;
  const dataDir = resolve(settings.text('MUSTER_DATA_DIR') ?? '.data');

  const config: Config = {
    environment,
    logLevel: settings.choice('LOG_LEVEL', LOG_LEVELS, 'info'),
    dataDir,
    host: settings.text('HOST') ?? (inProduction ? '0.0.0.0' : '127.0.0.1'),
    port,
    publicUrl,
    corsAllowedOrigins: settings.origins('CORS_ALLOWED_ORIGINS') ?? [originOf(publicUrl)],
    rateLimitPerMinute: settings.integer('RATE_LIMIT_PER_MINUTE', { fallback: 100, min: 1, max: 1_000_000 }),
    databaseUrl: settings.databaseUrl('DATABASE_URL'),
    redisUrl: settings.url('REDIS_URL', ['redis', 'rediss']),
    smtpUrl: settings.url('SMTP_URL', ['smtp', 'smtps']),
    mailFrom: settings.text('MAIL_FROM') ?? `Muster <muster@${new URL(originOf(publicUrl)).hostname}>`,
    jwtSecret: readJwtSecret(settings, dataDir, inProduction),
    encryptionKeys: readEncryptionKeys(settings, dataDir, inProduction),
    integrationCacheTtlSeconds: settings.integer('INTEGRATION_CACHE_TTL', { fallback: 300, min: 0, max: 86_400 }),
    integrationBatchSize: settings.integer('INTEGRATION_BATCH_SIZE', { fallback: 50, min: 1, max: 1_000 }),
    demo: settings.flag('MUSTER_DEMO', !inProduction),
    testEndpoints: settings.flag('MUSTER_TEST_ENDPOINTS', !inProduction),
  };
  if (settings.faults.length > 0) throw new InvalidConfiguration(settings.faults);
  return config;
}

function readJwtSecret(settings: Settings, dataDir: string, inProduction: boolean): string {
  const secret = settings.text('JWT_SECRET');
  if (secret === undefined && inProduction) {
    return settings.fault(
      'JWT_SECRET is missing: production needs one of its own, for example from `openssl rand -base64 48`.',
      '',
    );
  }
  if (secret !== undefined && secret.length < JWT_SECRET_MINIMUM) {
    return settings.fault(`JWT_SECRET is too short: it needs at least ${JWT_SECRET_MINIMUM} characters.`, '');
  }
  return secret ?? settings.attempt(() => keptSecret(dataDir, 'jwt-secret', newJwtSecret), '');
}

function readEncryptionKeys(settings: Settings, dataDir: string, inProduction: boolean): readonly EncryptionKey[] {
  const given = settings.text('ENCRYPTION_KEYS');
  if (given === undefined && inProduction) {
    return settings.fault(
      'ENCRYPTION_KEYS is missing: production needs its own, as `id:key`, for example `k1:` followed by the output of `openssl rand -base64 32`.',
      [],
    );
  }
  return settings.attempt(
    () => parseEncryptionKeys(given ?? keptSecret(dataDir, 'encryption-keys', newEncryptionKeys)),
    [],
  );
}

function originOf(url: string): string {
  return new URL(url).origin;
}

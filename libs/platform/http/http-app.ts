import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { newId } from '#kernel/index';
import { type FastifyInstance, type FastifyServerOptions, LogController } from 'fastify';
import './actor.ts';
import { parseBodies } from './body-parsers.ts';
import { tagVersions } from './etag.ts';
import { InputPipe } from './input.ts';
import { logAnswers, loggerOptions, NestLog, type LogConfig } from './log.ts';
import { answerProblem, ProblemFilter } from './problem-filter.ts';
import { limitRates, type RateLimitConfig } from './rate-limit.ts';
import { Routes } from './routes.ts';

/** What the HTTP edge needs to know; the application's configuration has these members. */
export interface HttpConfig extends LogConfig, RateLimitConfig {
  corsAllowedOrigins: readonly string[];
  publicUrl: string;
  /** Proxies whose `X-Forwarded-For` is believed (Fastify's `trustProxy`); none unless given. */
  trustProxy?: boolean | string;
}

const mebibyte = 1024 * 1024;
const saneRequestId = /^[\w.:@/+=-]{1,64}$/;

/** Fastify as Muster runs it: ids and log for each request, JSON bodies up to 1 MiB, `/tasks/` is `/tasks`. */
export function httpAdapter(config: HttpConfig): FastifyAdapter {
  const requestIds = requestIdSource();
  const options: FastifyServerOptions = {
    logger: loggerOptions(config),
    logController: new LogController({ disableRequestLogging: true, requestIdLogLabel: 'request_id' }), // see `logAnswers`
    bodyLimit: mebibyte,
    trustProxy: config.trustProxy ?? false,
    genReqId: ({ headers }) => {
      const given = headers['x-request-id'];
      return typeof given === 'string' && saneRequestId.test(given) ? given : requestIds();
    },
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => answerProblem(error, request, reply),
  };
  const adapter = new JsonAdapter(options);
  parseBodies(adapter.getInstance());
  return adapter;
}

/** One UUID for the process and a counter: unique as a UUID each would be, at a hundredth of the cost. */
function requestIdSource(): () => string {
  const process = newId();
  let count = 0;
  return () => `${process}-${(count += 1)}`;
}

/** Nest would add parsers for forms, which a foreign page can send without asking. */
class JsonAdapter extends FastifyAdapter {
  override registerParserMiddleware(): void {}
}

/** The log of an adapter, for Nest's `logger` option. */
export const nestLog = (adapter: FastifyAdapter) => new NestLog(adapter.getInstance().log);

/** Everything that surrounds the controllers; call it before `init` or `listen`. */
export async function configureHttp(app: NestFastifyApplication, config: HttpConfig): Promise<void> {
  const instance = app.getHttpAdapter().getInstance() as unknown as FastifyInstance;
  const routes = new Routes(instance);
  const encrypted = config.publicUrl.startsWith('https:');
  app.useLogger(new NestLog(instance.log));
  app.useGlobalPipes(new InputPipe());
  app.useGlobalFilters(new ProblemFilter(routes));
  app.useSecurityHeaders({
    contentSecurityPolicy: { directives: { upgradeInsecureRequests: encrypted ? [] : null } },
    strictTransportSecurity: encrypted,
    // For browsers that nobody has any more:
    xDnsPrefetchControl: false,
    xDownloadOptions: false,
    xPermittedCrossDomainPolicies: false,
    xXssProtection: false,
  });
  app.enableCors({
    origin: [...config.corsAllowedOrigins],
    exposedHeaders: ['ETag', 'Idempotency-Replayed', 'Retry-After', 'X-Request-Id', ...rateLimitHeaders],
    methods: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    maxAge: 600,
  });
  instance.decorateRequest('actor', undefined);
  instance.addHook('onRequest', (request, reply, done) => {
    // Answers belong to one person; a cache may keep them only to ask again with If-None-Match.
    void reply.headers({ 'x-request-id': request.id, 'cache-control': 'private, no-cache' });
    done();
  });
  tagVersions(instance);
  logAnswers(instance);
  await limitRates(instance, config);
}

const rateLimitHeaders = ['RateLimit-Limit', 'RateLimit-Remaining', 'RateLimit-Reset'];

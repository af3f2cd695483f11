import { hash } from 'node:crypto';
import rateLimit, { normalizeIP } from '@fastify/rate-limit';
import { applyDecorators } from '@nestjs/common';
import { DomainError } from '#kernel/index';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Redis } from 'ioredis';
import { routeConfig, routeConfigOf } from './route-config.ts';

/** Too many requests in a window. */
export class RateLimited extends DomainError {
  constructor(readonly retryAfter: number) {
    super('limited', 'rate_limited', `Too many requests; try again in ${retryAfter} s.`, { retry_after: retryAfter });
  }
}

/** A limit of its own for one route, by IP address whoever asks: guessing passwords must not get a bucket per token. */
export const RateLimit = (limit: { max: number; perMinutes: number }) =>
  applyDecorators(routeConfig({ strictLimit: limit }));

/** What the limiter needs to know of the configuration. */
export interface RateLimitConfig {
  rateLimitPerMinute: number;
  /** Counts here, for several processes; in memory when absent. */
  redis?: Redis;
}

const minute = 60_000;
const exempt = /^\/(health|ready|metrics|docs)(\/|\?|$)/;

type Limiter = ReturnType<FastifyInstance['createRateLimit']>;
type Verdict = Extract<Awaited<ReturnType<Limiter>>, { isAllowed: false }>;
const isCounted = (verdict: Awaited<ReturnType<Limiter>>): verdict is Verdict => !verdict.isAllowed;

/**
 * Limits by token, or by IP address for those without one. Refused tokens count against the address, so that inventing
 * tokens does not buy more requests.
 */
export async function limitRates(
  instance: FastifyInstance,
  { rateLimitPerMinute, redis }: RateLimitConfig,
): Promise<void> {
  await instance.register(rateLimit, {
    global: false,
    nameSpace: 'muster:rate:',
    cache: 20_000,
    skipOnError: true, // a lost Redis must not stop the work
    ...(redis && { redis }),
  });
  const limiter = (max: number, timeWindow: number, keyGenerator: (request: FastifyRequest) => string): Limiter =>
    instance.createRateLimit({ max, timeWindow, keyGenerator });

  const byCaller = limiter(rateLimitPerMinute, minute, (request) => callerOf(request, redis !== undefined));
  const refusals = limiter(rateLimitPerMinute, minute, (request) => `refused:${addressOf(request)}`);
  let lastRefusal = -Infinity; // asking about refusals is only worth its price while there are any
  const strict = new Map<string, Limiter>();
  const strictFor = (request: FastifyRequest): Limiter | undefined => {
    const limit = routeConfigOf(request).strictLimit;
    const route = `${request.method} ${request.routeOptions.url}`;
    if (!limit || strict.has(route)) return strict.get(route);
    const made = limiter(limit.max, limit.perMinutes * minute, (each) => `${route}:${addressOf(each)}`);
    strict.set(route, made);
    return made;
  };

  instance.addHook('onRequest', async (request, reply) => {
    if (exempt.test(request.url) || request.method === 'OPTIONS') return;
    const { authorization } = request.headers;
    const verdicts = await Promise.all([
      byCaller(request),
      ...[strictFor(request)].flatMap((limit) => (limit ? [limit(request)] : [])),
      ...(authorization && Date.now() - lastRefusal < minute ? [refusals(request, { increment: false })] : []),
    ]);
    const tightest = verdicts.filter(isCounted).reduce((least, each) => (leftOf(each) < leftOf(least) ? each : least));
    tell(reply, tightest);
    if (tightest.isExceeded) throw new RateLimited(Math.max(1, tightest.ttlInSeconds));
  });
  instance.addHook('onResponse', async (request, reply) => {
    if (reply.statusCode !== 401 || !request.headers.authorization) return;
    lastRefusal = Date.now();
    await refusals(request);
  });
}

const leftOf = ({ max, remaining, isExceeded }: Verdict) => (isExceeded ? -1 : remaining / max);

/** `RateLimit-*` as draft-ietf-httpapi-ratelimit-headers wrote them up to version 7. */
function tell(reply: FastifyReply, { max, remaining, ttlInSeconds }: Verdict): void {
  void reply.headers({ 'ratelimit-limit': max, 'ratelimit-remaining': remaining, 'ratelimit-reset': ttlInSeconds });
}

/** Tokens leave this process only as hashes. */
function callerOf(request: FastifyRequest, leaves: boolean): string {
  const { authorization } = request.headers;
  if (!authorization) return `ip:${addressOf(request)}`;
  return leaves ? `token:${hash('sha256', authorization, 'base64url')}` : authorization;
}

const addresses = new Map<string, string>();

/** An IPv6 customer owns a whole /64; remembered, because it takes long to find out. */
function addressOf({ ip }: FastifyRequest): string {
  const known = addresses.get(ip);
  if (known !== undefined) return known;
  if (addresses.size >= 10_000) addresses.clear();
  const address = normalizeIP(ip, 64);
  addresses.set(ip, address);
  return address;
}

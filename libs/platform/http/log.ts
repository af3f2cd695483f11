import type { LoggerService } from '@nestjs/common';
import type { FastifyBaseLogger, FastifyInstance, FastifyServerOptions } from 'fastify';
import './actor.ts';

/** What the log needs to know of the configuration; `stream` replaces the standard output. */
export interface LogConfig {
  logLevel: string;
  logStream?: { write(line: string): void };
}

const secret = /^(authorization|cookie|secret|(new_|old_)?password|((access|refresh)_)?token)$/i;

/** JSON lines by pino; whatever could open a door is masked. */
export function loggerOptions({ logLevel, logStream }: LogConfig) {
  return {
    level: logLevel,
    // Not pino's `redact`: it works on every request's child logger, also when nothing is written.
    formatters: { log: (facts: Record<string, unknown>) => masked(facts, 5) as Record<string, unknown> },
    stream: logStream ?? bufferedOutput(),
  } satisfies FastifyServerOptions['logger'];
}

/** Writes to the standard output once per turn of the event loop, not once per line. */
function bufferedOutput(): { write(line: string): void } {
  let lines = '';
  const flush = () => {
    if (lines) process.stdout.write(lines);
    lines = '';
  };
  process.once('exit', flush);
  return {
    write(line) {
      if (!lines) setImmediate(flush);
      lines += line;
    },
  };
}

function masked(value: unknown, depth: number): unknown {
  if (depth === 0) return value;
  if (Array.isArray(value)) return value.map((each) => masked(each, depth - 1));
  if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return value;
  const entries = Object.entries(value).map(([key, each]) => [
    key,
    secret.test(key) ? '[hidden]' : masked(each, depth - 1),
  ]);
  return Object.fromEntries(entries);
}

/** One line for each answer, with the route's pattern instead of the address, which may carry secrets. */
export function logAnswers(instance: FastifyInstance): void {
  instance.addHook('onResponse', (request, reply, done) => {
    const { actor } = request;
    request.log.info(
      {
        method: request.method,
        route: request.routeOptions.url,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        user_id: actor?.userId,
        organization_id: actor?.organizationId,
      },
      'answered',
    );
    done();
  });
}

/** Lets Nest and everything that uses its `Logger` write to the same log. */
export class NestLog implements LoggerService {
  constructor(private readonly target: FastifyBaseLogger) {}

  log = (message: unknown, ...details: unknown[]) => this.write('info', message, details);
  error = (message: unknown, ...details: unknown[]) => this.write('error', message, details);
  warn = (message: unknown, ...details: unknown[]) => this.write('warn', message, details);
  debug = (message: unknown, ...details: unknown[]) => this.write('debug', message, details);
  verbose = (message: unknown, ...details: unknown[]) => this.write('trace', message, details);
  fatal = (message: unknown, ...details: unknown[]) => this.write('fatal', message, details);

  /** Nest hands over the name of the speaker last, and for errors a stack before it. */
  private write(level: 'fatal' | 'error' | 'warn' | 'info' | 'debug' | 'trace', message: unknown, details: unknown[]) {
    const context = typeof details.at(-1) === 'string' ? details.at(-1) : undefined;
    const more = details.slice(0, context === undefined ? undefined : -1).filter((each) => each !== undefined);
    const facts = { context, ...(more.length > 0 && { details: more }) };
    if (message instanceof Error) this.target[level]({ ...facts, err: message }, message.message);
    else if (typeof message === 'string') this.target[level](facts, message);
    else this.target[level]({ ...facts, data: message }, context ? `from ${String(context)}` : 'message');
  }
}

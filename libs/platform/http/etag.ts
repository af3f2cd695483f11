import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import { DomainError } from '#kernel/index';
import type { FastifyInstance, FastifyRequest } from 'fastify';

/** The entity tag of a version. */
const etagOf = (version: number) => `"v${version}"`;

/** Someone else changed the thing since the caller read it. */
export class Stale extends DomainError {
  constructor(current: number) {
    super('stale', 'version_stale', 'It has changed since you read it; read it again.', { current_version: current });
  }
}

/** Tags every answer that carries a `version`, and answers 304 to whoever already has it. */
export function tagVersions(instance: FastifyInstance): void {
  instance.addHook('preSerialization', (_request, reply, body, done) => {
    const version = versionOf(body);
    if (version !== undefined && reply.statusCode < 300) void reply.header('etag', etagOf(version));
    done(null, body);
  });
  instance.addHook('onSend', (request, reply, payload, done) => {
    const tag = reply.getHeader('etag');
    if (typeof tag !== 'string' || !isRead(request) || !matches(request.headers['if-none-match'], tag)) {
      return done(null, payload);
    }
    void reply.status(304).removeHeader('content-type').removeHeader('content-length');
    done(null, null);
  });
}

function versionOf(body: unknown): number | undefined {
  if (typeof body !== 'object' || body === null || !('version' in body)) return undefined;
  return Number.isSafeInteger(body.version) ? (body.version as number) : undefined;
}

/** Expanded parts change without their whole, so its version says nothing about them. */
function isRead({ method, query }: FastifyRequest): boolean {
  return (method === 'GET' || method === 'HEAD') && !('expand' in (query as object));
}

/** RFC 9110 §13.1.2: weak comparison, any of the list, or `*`. */
function matches(header: string | undefined, tag: string): boolean {
  if (!header) return false;
  return header.split(',').some((each) => each.trim() === '*' || each.trim().replace(/^W\//, '') === tag);
}

/** The version that the caller believes to change; undefined when any will do (no `If-Match`, or `*`). */
export const IfMatch = (): ParameterDecorator => (target, name, index) => {
  readIfMatch()(target, name, index);
  const method = Object.getOwnPropertyDescriptor(target, name!)!;
  ApiHeader({
    name: 'If-Match',
    required: false,
    description: 'The ETag last read; 412 when it has changed since.',
    schema: { type: 'string', example: '"v7"' },
  })(target, name!, method);
};

const readIfMatch = createParamDecorator((_: unknown, context: ExecutionContext) =>
  parseIfMatch(context.switchToHttp().getRequest<FastifyRequest>().headers['if-match']),
);

function parseIfMatch(header: string | undefined): number | undefined {
  if (header === undefined || header.trim() === '*') return undefined;
  const version = /^\s*"v(\d{1,15})"\s*$/.exec(header)?.[1];
  if (version !== undefined) return Number(version);
  const detail = 'If-Match must be one ETag as we gave it, such as "v7", or *.';
  throw new DomainError('malformed', 'malformed_etag', detail);
}

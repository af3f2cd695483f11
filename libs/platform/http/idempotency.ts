import { hash } from 'node:crypto';
import { Readable } from 'node:stream';
import { Injectable } from '@nestjs/common';
import type { CallHandler, ExecutionContext, NestInterceptor } from '@nestjs/common';
import { DomainError } from '#kernel/index';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import './actor.ts';

/** Whose key it is, and for what: the same key on another route is another key. */
export interface KeyScope {
  organizationId: string;
  userId: string;
  /** Method and address without its query: `POST /api/v1/tasks/0190…/comments`. */
  route: string;
}

/** An answer as it is kept. */
export interface Answer {
  status: number;
  body: unknown;
}

/** Keys that make a POST safe to repeat. `once` works and keeps the answer in one transaction, or neither. */
export abstract class IdempotencyKeys {
  /** Does the work for a new key, replays the answer for a known one; refuses another body (`idempotency_key_reused`). */
  abstract once(
    scope: KeyScope,
    key: string,
    bodyHash: string,
    work: () => Promise<Answer>,
  ): Promise<Answer & { replayed: boolean }>;
}

const printable = /^[\x21-\x7e]{1,255}$/;

/** Answers a repeated POST with what the first one got. Needs an actor; streams, which cannot be compared, are let through. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const key = request.headers['idempotency-key'];
    if (request.method !== 'POST' || key === undefined || !request.actor) return next.handle();
    if (typeof key !== 'string' || !printable.test(key)) throw new MalformedIdempotencyKey();
    if (request.body instanceof Readable) return next.handle();
    return from(this.once(request, context.switchToHttp().getResponse<FastifyReply>(), key, next));
  }

  private async once(request: FastifyRequest, reply: FastifyReply, key: string, next: CallHandler): Promise<unknown> {
    const { organizationId, userId } = request.actor!;
    const scope = { organizationId, userId, route: `POST ${request.url.split('?', 1)[0]}` };
    const { status, body, replayed } = await this.keys.once(scope, key, hashOf(request.body), async () => {
      const answer: unknown = await lastValueFrom(next.handle(), { defaultValue: undefined });
      return { status: reply.statusCode, body: answer };
    });
    if (replayed) void reply.status(status).header('idempotency-replayed', 'true');
    return body;
  }
}

class MalformedIdempotencyKey extends DomainError {
  constructor() {
    super(
      'malformed',
      'malformed_idempotency_key',
      'Idempotency-Key must be 1–255 printable ASCII characters without spaces.',
    );
  }
}

const hashOf = (body: unknown) => hash('sha256', JSON.stringify(body) ?? '');

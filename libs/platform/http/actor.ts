import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Actor, DomainError } from '#kernel/index';
import type { FastifyRequest } from 'fastify';

declare module 'fastify' {
  interface FastifyRequest {
    /** Who asks; set by the guard that checks tokens, absent on public routes. */
    actor?: Actor;
  }
}

/** Nobody is signed in, or the token says nothing that we believe. */
export class Unauthenticated extends DomainError {
  constructor(code = 'unauthenticated', detail = 'Sign in first: send a valid bearer token.') {
    super('unauthenticated', code, detail);
  }
}

/** Who acts, as a parameter of a controller's method; on a public route without a token: 401. */
export const CurrentActor = createParamDecorator((_: unknown, context: ExecutionContext): Actor => {
  const { actor } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!actor) throw new Unauthenticated();
  return actor;
});

import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { type Actor, NotFound, type Origin } from '#kernel/index';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '#platform/http/actor';
import type { Authenticated } from '../application/authenticator.ts';
import { OwnSignInNeeded } from '../domain/account-errors.ts';

/** By which session or token a request came; kept beside the request, for few routes ask. */
const callers = new WeakMap<object, Authenticated>();

/** Remembers who calls; the guard does it. */
export const rememberCaller = (request: FastifyRequest, caller: Authenticated) => callers.set(request.raw, caller);

/** Where a request comes from. */
export const originOf = ({ ip, id, headers }: FastifyRequest): Origin => ({
  ip,
  userAgent: headers['user-agent'],
  requestId: id,
});

/** Where the request comes from, as a parameter of a controller's method. */
export const RequestOrigin = createParamDecorator((_: unknown, context: ExecutionContext) =>
  originOf(context.switchToHttp().getRequest<FastifyRequest>()),
);

function callerOf(context: ExecutionContext): Authenticated {
  const caller = callers.get(context.switchToHttp().getRequest<FastifyRequest>().raw);
  if (!caller) throw new Unauthenticated();
  return caller;
}

/** The session of a person, however they signed in; refuses tokens of programs. */
export const PersonSession = createParamDecorator((_: unknown, context: ExecutionContext): PersonCaller => {
  const { kind, sessionId, actor } = callerOf(context);
  if (kind === 'token') throw new OwnSignInNeeded();
  return { sessionId, within: kind === 'single_sign_on' ? actor.organizationId : undefined };
});

/** A person who is at it themselves. */
export interface PersonCaller {
  sessionId: string;
  /** The organization that a session of single sign-on may not reach beyond. */
  within?: string;
}

/** The session of a person who proved themselves here; an organization's identity provider does not vouch for others. */
export const OwnSession = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { kind, sessionId } = callerOf(context);
  if (kind !== 'session') throw new OwnSignInNeeded();
  return sessionId;
});

/** Of other organizations one does not even learn that they exist. */
export function mustBeHere(actor: Actor, organizationId: string): void {
  if (actor.organizationId !== organizationId) throw new NotFound('organization', organizationId);
}

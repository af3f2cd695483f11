import { Catch, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { problem, problemMediaType, problemOf, type Problem } from './problem.ts';
import type { Routes } from './routes.ts';

/** Answers every error as a problem; what nobody expected is logged whole and told only by its request id. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  constructor(private readonly routes?: Routes) {}

  catch(error: unknown, host: ArgumentsHost): void {
    if (host.getType() !== 'http') throw error;
    const http = host.switchToHttp();
    answerProblem(error, http.getRequest<FastifyRequest>(), http.getResponse<FastifyReply>(), this.routes);
  }
}

/** The same answer for errors that arise before a controller is reached. */
export function answerProblem(error: unknown, request: FastifyRequest, reply: FastifyReply, routes?: Routes): void {
  const known = wrongMethod(request, reply, routes) ?? problemOf(error);
  const body = known ?? problem(500, 'internal_error', 'Something went wrong on our side; it has been recorded.');
  if (!known) request.log.error({ err: error }, 'request failed');
  else if (body.status >= 500) request.log.warn({ err: error }, 'request refused');
  if (reply.sent) return;
  if (body.status === 401) void reply.header('www-authenticate', 'Bearer');
  if (body.status === 503) void reply.header('retry-after', '1');
  if (typeof body['retry_after'] === 'number') void reply.header('retry-after', String(body['retry_after']));
  const answer = { ...body, instance: request.url.split('?', 1)[0], request_id: request.id };
  // Serialized here because a route's own response schema does not describe errors.
  void reply.status(body.status).header('content-type', problemMediaType).send(JSON.stringify(answer));
}

/** Nothing answers here by this method, but something does by another. */
function wrongMethod(request: FastifyRequest, reply: FastifyReply, routes?: Routes): Problem | undefined {
  const allowed = request.is404 ? (routes?.methodsAt(request.url) ?? []) : [];
  if (allowed.length === 0) return undefined;
  void reply.header('allow', allowed.join(', '));
  return problem(405, 'method_not_allowed', `Use ${allowed.join(', ')} here.`);
}

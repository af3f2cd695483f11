import type { Actor } from '#kernel/index';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { OWN_TRANSACTIONS } from './own-transactions.ts';
import { within } from './scope.ts';
import { UnitOfWork } from './unit-of-work.ts';

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** Binds a request to its tenant: reads see that tenant only, a write is one unit of work. */
@Injectable()
export class TenantInterceptor implements NestInterceptor {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    if (context.getType() !== 'http') return next.handle();
    const request = context.switchToHttp().getRequest<FastifyRequest & { actor?: Actor }>();
    const { actor } = request;
    if (!actor) return next.handle();
    const scope = { organizationId: actor.organizationId, actor };
    const work = () => lastValueFrom(next.handle(), { defaultValue: undefined });
    const manages = READING.has(request.method) || Reflect.getMetadata(OWN_TRANSACTIONS, context.getHandler());
    return from(manages ? within(scope, work) : this.unitOfWork.run(scope, work));
  }
}

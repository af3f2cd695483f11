import { DomainError } from '#kernel/index';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { Unauthenticated } from '#platform/http/actor';
import { accessOf } from '#platform/http/needs';
import { Authenticator } from '../application/authenticator.ts';
import { originOf, rememberCaller } from './auth-caller.ts';

/** Opens a route to whom it is declared for; a route that declares nothing stays closed. */
@Injectable()
export class AuthGuard implements CanActivate {
  constructor(private readonly authenticator: Authenticator) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    if (context.getType() !== 'http') return true;
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const access = accessOf(context.getHandler(), context.getClass());
    if (access?.kind === 'public') return true;
    const bearer = bearerOf(request.headers.authorization);
    const caller = await this.authenticator.authenticate(bearer, originOf(request));
    const { actor } = caller;
    request.actor = actor;
    rememberCaller(request, caller);
    if (!access) throw new DomainError('forbidden', 'undeclared_route', 'This route declares nobody who may call it.');
    if (access.kind === 'authenticated') return true;
    if (access.permissions.some((permission) => actor.abilities.codes.has(permission))) return true;
    throw new PermissionMissing(access.permissions);
  }
}

function bearerOf(header: string | undefined): string {
  if (!header) return '';
  const [scheme, token, ...rest] = header.split(' ');
  if (scheme?.toLowerCase() !== 'bearer' || !token || rest.length > 0) {
    throw new Unauthenticated('malformed_authorization', 'Send "Authorization: Bearer <token>".');
  }
  return token;
}

class PermissionMissing extends DomainError {
  constructor(permissions: readonly string[]) {
    const named = permissions.map((permission) => `"${permission}"`).join(' or ');
    super('forbidden', 'permission_missing', `You need the permission ${named} for this.`, {
      permission: permissions[0],
      permissions,
    });
  }
}

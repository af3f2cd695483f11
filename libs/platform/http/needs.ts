import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension } from '@nestjs/swagger';
import type { Permission } from '#kernel/index';

/** Who may call a route: anybody, whoever is signed in, or whoever has one of these permissions. */
export type Access =
  | { kind: 'public'; reason?: string }
  | { kind: 'authenticated'; reason: string }
  | { kind: 'needs'; permissions: readonly Permission[] };

const key = 'muster:access';

/** Anybody may call it. */
export const Public = (reason?: string) => declare({ kind: 'public', reason });

/** Whoever is signed in may call it; the reason says why that is enough. */
export const Authenticated = (reason: string) =>
  applyDecorators(declare({ kind: 'authenticated', reason }), ApiBearerAuth());

/** Whoever has one of the permissions anywhere may call it; the use case checks them on the thing itself. */
export const Needs = (first: Permission, ...more: Permission[]) =>
  applyDecorators(
    declare({ kind: 'needs', permissions: [first, ...more] }),
    ApiBearerAuth(),
    ApiExtension('x-permissions', [first, ...more]),
  );

/** What a route declares; what stands on the method beats what stands on its class. */
export function accessOf(method: object, controller: object): Access | undefined {
  return (Reflect.getMetadata(key, method) ?? Reflect.getMetadata(key, controller)) as Access | undefined;
}

const declare = (access: Access) => SetMetadata(key, access);

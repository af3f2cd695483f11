import { FASTIFY_ROUTE_CONFIG_METADATA } from '@nestjs/platform-fastify/constants';
import type { FastifyRequest } from 'fastify';

/** What our decorators tell the hooks that run before a controller. */
export interface RouteSettings {
  strictLimit?: { max: number; perMinutes: number };
  /** Media types whose body the route reads as a stream, and how long it may be. */
  streamed?: { mediaTypes: readonly string[]; maxBytes: number };
}

/** Adds to the settings of a route; Nest's own `RouteConfig` would replace what an earlier decorator said. */
export function routeConfig(settings: RouteSettings): MethodDecorator {
  return (_target, _name, descriptor) => {
    const method = descriptor.value as object;
    const said = Reflect.getMetadata(FASTIFY_ROUTE_CONFIG_METADATA, method) as object | undefined;
    Reflect.defineMetadata(FASTIFY_ROUTE_CONFIG_METADATA, { ...said, ...settings }, method);
  };
}

/** The settings of the route that a request reached. */
export const routeConfigOf = (request: FastifyRequest): RouteSettings => request.routeOptions.config as RouteSettings;

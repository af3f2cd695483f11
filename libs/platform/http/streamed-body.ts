import { Readable } from 'node:stream';
import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { ApiBody, ApiConsumes } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { routeConfig } from './route-config.ts';

/** The route reads bodies of these media types as a stream, up to `maxMiB`; JSON stays what it is. */
export const StreamedBody = (mediaTypes: readonly string[], { maxMiB = 100 } = {}) =>
  applyDecorators(
    routeConfig({ streamed: { mediaTypes, maxBytes: maxMiB * 1024 * 1024 } }),
    ApiConsumes(...mediaTypes),
    ApiBody({ schema: { type: 'string' }, description: `At most ${maxMiB} MiB` }),
  );

/** The stream, and what it is made of. */
export interface BodyStream {
  stream: Readable;
  mediaType: string;
}

/** The body of a `@StreamedBody` route; read it to its end, or destroy it. */
export const IncomingStream = createParamDecorator((_: unknown, context: ExecutionContext): BodyStream => {
  const { body, headers } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!(body instanceof Readable)) throw new UnsupportedMediaTypeException();
  return { stream: body, mediaType: headers['content-type']!.split(';', 1)[0]!.trim().toLowerCase() };
});

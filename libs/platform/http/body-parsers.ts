import { PayloadTooLargeException, UnsupportedMediaTypeException } from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import { Transform, type Readable } from 'node:stream';
import { routeConfigOf } from './route-config.ts';

/** Bodies are JSON, read whole up to the body limit; only a route that says so receives another type, as a stream. */
export function parseBodies(instance: FastifyInstance): void {
  instance.removeAllContentTypeParsers();
  const parseJson = instance.getDefaultJsonParser('error', 'error');
  const json = ['application/json', 'application/merge-patch+json'];
  instance.addContentTypeParser(json, { parseAs: 'string' }, (request, body, done) => {
    if (body === '') return done(null, undefined); // a client that always names its content type
    void parseJson(request, body as string, done);
  });
  instance.addContentTypeParser('*', (request, payload, done) => {
    const { streamed } = routeConfigOf(request);
    const type = request.headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
    if (streamed && type && streamed.mediaTypes.includes(type)) done(null, limited(payload, streamed.maxBytes));
    else if (isEmpty(request.headers)) done(null, undefined);
    else done(new UnsupportedMediaTypeException());
  });
}

const isEmpty = (headers: Record<string, unknown>) =>
  headers['transfer-encoding'] === undefined && Number(headers['content-length'] ?? 0) === 0;

function limited(payload: Readable, maxBytes: number): Readable {
  let seen = 0;
  const gate = new Transform({
    transform(chunk: Buffer, _encoding, next) {
      seen += chunk.length;
      if (seen > maxBytes) next(new PayloadTooLargeException());
      else next(null, chunk);
    },
  });
  payload.once('error', (error) => gate.destroy(error));
  return payload.pipe(gate);
}

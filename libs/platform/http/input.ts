import { Injectable, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { fieldsOf, lazyObject } from './dto.ts';
import { MalformedInput } from './problem.ts';
import type { DtoClass, Shape } from './shapes.ts';

/**
 * Checks every body, query and path DTO; what is wrong is answered as 400 with a pointer to each faulty field. Fields
 * check themselves (`fields.ts`): class-validator behind Nest's ValidationPipe took 26 µs for one query parameter.
 */
@Injectable()
export class InputPipe implements PipeTransform {
  transform(value: unknown, { type, metatype }: ArgumentMetadata): unknown {
    if (type === 'custom' || !isDto(metatype)) return value;
    if (type === 'query') return read(metatype, readQuery(value as Query, metatype), 'query');
    return read(metatype, value ?? {}, type === 'param' ? 'path' : 'body');
  }
}

/** Reads one value as a DTO, for what arrives inside of something else. */
export const checked = <T extends object>(type: new () => T, value: unknown): T => read(type, value, 'body') as T;

type Source = 'body' | 'query' | 'path';

/** Where a value came from decides how its pointer is written: `/title`, `?limit`, `{id}`. */
const pointers: Record<Source, (at: string) => string> = {
  body: (at) => at,
  query: (at) => `?${at.slice(1)}`,
  path: (at) => `{${at.slice(1)}}`,
};

const shapes = new WeakMap<DtoClass, Shape>();

function read(type: DtoClass, value: unknown, source: Source): unknown {
  const shape = shapes.get(type) ?? lazyObject(() => type);
  shapes.set(type, shape);
  const faults = shape.faults(value);
  if (faults.length === 0) return shape.normal!(value);
  throw new MalformedInput(faults.map(({ at, code, detail }) => ({ pointer: pointers[source](at), code, detail })));
}

const builtIn: readonly unknown[] = [String, Number, Boolean, Array, Object, undefined];
const isDto = (type?: Type<unknown>): type is DtoClass =>
  !builtIn.includes(type) && fieldsOf(type as DtoClass).size > 0;

type Query = Record<string, string | string[]>;

/** Query strings carry only text: numbers, flags and lists become what their fields say. */
function readQuery(query: Query, type: DtoClass): Record<string, unknown> {
  const fields = fieldsOf(type);
  const entries = Object.entries(query).map(([name, written]) => {
    const fromText = fields.get(name)?.shape.fromText;
    if (!fromText) return [name, written];
    return [name, typeof written === 'string' ? fromText(written) : written.map(fromText).flat()];
  });
  return Object.fromEntries(entries);
}

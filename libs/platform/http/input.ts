import { Injectable, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { readerOf } from './fields.ts';
import { asFieldErrors, faultsOf, inputRules, type Source } from './input-faults.ts';
import { MalformedInput } from './problem.ts';
import { isObject } from './shapes.ts';

/**
 * Checks every body, query and path DTO; what is wrong is answered as 400 with a pointer to each faulty field. Does what
 * Nest's ValidationPipe does for JSON, without its provisions for other input, which cost as much again.
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
export const checked = <T extends object>(type: new () => T, value: unknown): T => read(type, value, 'body');

function read<T extends object>(type: new () => T, value: unknown, source: Source): T {
  if (!isObject(value)) {
    throw new MalformedInput([{ pointer: '', code: 'not_an_object', detail: 'Must be an object.' }]);
  }
  const poisoned = poisonedName(value);
  if (poisoned !== undefined) throw new MalformedInput(asFieldErrors([{ at: poisoned, ...reserved }], source));
  const instance = plainToInstance(type, value);
  const faults = faultsOf(validateSync(instance, inputRules));
  if (faults.length > 0) throw new MalformedInput(asFieldErrors(faults, source));
  return instance;
}

const reserved = { code: 'reserved_name', detail: 'This name cannot be used.' };

/** Names by which input could pass for another class; deeper than a hundred levels is no honest input either. */
function poisonedName(value: unknown, at = '', depth = 0): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  if (depth > 100) return at;
  for (const name of Object.keys(value)) {
    if (name === 'constructor' || name === '__proto__' || name === 'prototype') return `${at}/${name}`;
    const found = poisonedName((value as Record<string, unknown>)[name], `${at}/${name}`, depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}

type Query = Record<string, string | string[]>;

const builtIn: readonly unknown[] = [String, Number, Boolean, Array, Object];
const isDto = (type?: Type<unknown>): type is Type<object> => type !== undefined && !builtIn.includes(type);

/** Query strings carry only text: numbers, flags and lists become what their fields say. */
function readQuery(query: Query, type: Type<object>): Record<string, unknown> {
  const entries = Object.entries(query).map(([name, written]) => {
    const read = readerOf(type, name);
    if (!read) return [name, written];
    return [name, typeof written === 'string' ? read(written) : written.map(read).flat()];
  });
  return Object.fromEntries(entries);
}

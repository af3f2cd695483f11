import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import type { ValidationError } from 'class-validator';
import { readerOf } from './fields.ts';
import { asFieldErrors, faultsOf, inputRules } from './input-faults.ts';
import { MalformedInput } from './problem.ts';
import { isObject } from './shapes.ts';

/** Checks every body, query and path DTO; what is wrong is answered as 400 with a pointer to each faulty field. */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly body = checker('');
  private readonly query = checker('?');

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (!isDto(metadata.metatype)) return this.body.transform(value, metadata);
    if (metadata.type !== 'query') return this.body.transform(objectOrNothing(value), metadata);
    return this.query.transform(readQuery(value as Query, metadata.metatype), metadata);
  }
}

type Query = Record<string, string | string[]>;

function checker(prefix: '' | '?'): ValidationPipe {
  return new ValidationPipe({
    ...inputRules,
    transform: true,
    exceptionFactory: (errors: ValidationError[]) => new MalformedInput(asFieldErrors(faultsOf(errors), prefix)),
  });
}

const builtIn: readonly unknown[] = [String, Number, Boolean, Array, Object];
const isDto = (type?: Type<unknown>): type is Type<object> => type !== undefined && !builtIn.includes(type);

function objectOrNothing(value: unknown): unknown {
  if (value == null || isObject(value)) return value;
  throw new MalformedInput([{ pointer: '', code: 'not_an_object', detail: 'Must be an object.' }]);
}

/** Query strings carry only text: numbers, flags and lists become what their fields say. */
function readQuery(query: Query, type: Type<object>): Record<string, unknown> {
  const entries = Object.entries(query).map(([name, written]) => {
    const read = readerOf(type, name);
    if (!read) return [name, written];
    return [name, typeof written === 'string' ? read(written) : written.map(read).flat()];
  });
  return Object.fromEntries(entries);
}

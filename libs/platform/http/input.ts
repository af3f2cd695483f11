import { Injectable, ValidationPipe, type ArgumentMetadata, type PipeTransform, type Type } from '@nestjs/common';
import { plainToInstance } from 'class-transformer';
import { validateSync, type ValidationError } from 'class-validator';
import { readerOf } from './fields.ts';
import { asFieldErrors, faultsOf, inputRules, type Source } from './input-faults.ts';
import { MalformedInput } from './problem.ts';
import { isObject } from './shapes.ts';

/** Checks every body, query and path DTO; what is wrong is answered as 400 with a pointer to each faulty field. */
@Injectable()
export class InputPipe implements PipeTransform {
  private readonly body = checker('body');
  private readonly query = checker('query');
  private readonly path = checker('path');

  async transform(value: unknown, metadata: ArgumentMetadata): Promise<unknown> {
    if (metadata.type === 'custom') return value;
    if (metadata.type === 'query' && isDto(metadata.metatype)) {
      return this.query.transform(readQuery(value as Query, metadata.metatype), metadata);
    }
    if (metadata.type === 'param') return this.path.transform(value, metadata);
    if (metadata.type === 'body' && isDto(metadata.metatype)) mustBeObject(value);
    return this.body.transform(value, metadata);
  }
}

/** Reads one value as a DTO, for what arrives inside of something else. */
export function checked<T extends object>(type: new () => T, value: unknown): T {
  mustBeObject(value ?? null);
  const instance = plainToInstance(type, value);
  const faults = faultsOf(validateSync(instance, inputRules));
  if (faults.length > 0) throw new MalformedInput(asFieldErrors(faults));
  return instance;
}

type Query = Record<string, string | string[]>;

function checker(source: Source): ValidationPipe {
  return new ValidationPipe({
    ...inputRules,
    transform: true,
    exceptionFactory: (errors: ValidationError[]) => new MalformedInput(asFieldErrors(faultsOf(errors), source)),
  });
}

const builtIn: readonly unknown[] = [String, Number, Boolean, Array, Object];
const isDto = (type?: Type<unknown>): type is Type<object> => type !== undefined && !builtIn.includes(type);

/** An absent body is left to the fields to complain about. */
function mustBeObject(value: unknown): void {
  if (value === undefined || isObject(value)) return;
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

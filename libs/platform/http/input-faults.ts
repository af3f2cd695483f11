import type { FieldError } from '#kernel/index';
import type { ValidationError, ValidatorOptions } from 'class-validator';
import type { Fault, Shape } from './shapes.ts';

/** How input is checked everywhere: unknown fields are faults, and each field reports its first fault. */
export const inputRules = {
  whitelist: true,
  forbidNonWhitelisted: true,
  forbidUnknownValues: false,
  stopAtFirstError: true,
  validationError: { target: false, value: true },
} satisfies ValidatorOptions;

/** Flattens what class-validator found into faults with JSON Pointers below `at`. */
export function faultsOf(errors: readonly ValidationError[], at = ''): Fault[] {
  return errors.flatMap((error) => {
    const here = `${at}/${escaped(error.property)}`;
    const children = error.children?.length ? faultsOf(error.children, here) : [];
    return [...ownFaults(error, here), ...children];
  });
}

/** Where a value came from decides how a pointer is written: `/title`, `?limit`, `{id}`. */
export type Source = 'body' | 'query' | 'path';

const written: Record<Source, (at: string) => string> = {
  body: (at) => at,
  query: (at) => `?${at.slice(1)}`,
  path: (at) => `{${at.slice(1)}}`,
};

/** Faults as an answer tells them. */
export const asFieldErrors = (faults: readonly Fault[], source: Source = 'body'): FieldError[] =>
  faults.map(({ at, code, detail }) => ({ pointer: written[source](at), code, detail }));

function ownFaults({ constraints = {}, contexts = {}, value }: ValidationError, here: string): Fault[] {
  return Object.entries(constraints).flatMap(([name, message]): Fault[] => {
    if (name === 'whitelistValidation') {
      return [{ at: here, code: 'unknown_field', detail: 'There is no such field here.' }];
    }
    if (value === undefined) return [{ at: here, code: 'required', detail: 'This field is required.' }];
    if (value === null) return [{ at: here, code: 'null_not_allowed', detail: 'Must not be null.' }];
    const { faults } = (contexts[name] ?? {}) as Partial<Shape>;
    if (faults) return faults(value).map((fault) => ({ ...fault, at: here + fault.at }));
    return [{ at: here, code: snakeCase(name), detail: sentence(message) }];
  });
}

/** A name as a JSON Pointer token (RFC 6901). */
const escaped = (name: string) => String(name).replaceAll('~', '~0').replaceAll('/', '~1');
const snakeCase = (name: string) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
const sentence = (message: string) =>
  `${message.charAt(0).toUpperCase()}${message.slice(1)}${message.endsWith('.') ? '' : '.'}`;

import type { OpenAPIObject } from '@nestjs/swagger';
import { isInstant, isPlainDate } from './moments.ts';

/** A JSON Schema as an OpenAPI document holds it. */
export type Schema = Exclude<
  NonNullable<NonNullable<OpenAPIObject['components']>['schemas']>[string],
  { $ref: string }
>;

/** One thing wrong with a value: where below the value (JSON Pointer, '' for the value itself), a code, a sentence. */
export interface Fault {
  at: string;
  code: string;
  detail: string;
}

/** What a value looks like on the wire: its documentation and its check. */
export interface Shape {
  readonly schema: Schema;
  readonly faults: (value: unknown) => readonly Fault[];
  /** How the text of a query string becomes the value; absent where it is the value. */
  readonly fromText?: (text: string) => unknown;
  /** The one spelling of values that have several; absent where each has one. */
  readonly normal?: (value: unknown) => unknown;
  /** The DTO classes that the schema refers to. */
  readonly models?: readonly DtoClass[];
}

/** A class whose fields are declared with `fields.ts`. */
export type DtoClass = new () => object;

const none: readonly Fault[] = [];
const fault = (code: string, detail: string, at = ''): readonly Fault[] => [{ at, code, detail }];
const controls = /[\u0000-\u001f\u007f]/;
const controlsExceptLines = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
const address = /^[^\s@"(),:;<>[\\\]\u0000-\u001f\u007f]{1,64}@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/i;
const uuid = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** The limits of a text; lengths count characters (Unicode code points), as PostgreSQL and JSON Schema do. */
export interface TextLimits {
  /** 255 unless given. */
  max?: number;
  /** From 1 on, a text of nothing but white space is refused too. */
  min?: number;
  pattern?: RegExp;
  /** Line breaks and tabs are allowed. */
  lines?: boolean;
}

/** Text without control characters, which PostgreSQL cannot store (NUL) or people cannot see. */
export function text({ max = 255, min = 0, pattern, lines = false }: TextLimits = {}): Shape {
  const forbidden = lines ? controlsExceptLines : controls;
  const faults = (value: unknown) => {
    if (typeof value !== 'string') return fault('not_a_text', 'Must be a text.');
    if (forbidden.test(value)) return fault('control_character', 'Must not contain control characters.');
    if (!value.isWellFormed()) return fault('malformed_text', 'Must be well-formed Unicode.');
    if (exceeds(value, max)) return fault('too_long', `Must have at most ${max} characters.`);
    if (min > 0 && value.trim() === '') return fault('blank', 'Must not be blank.');
    if (min > 1 && !exceeds(value, min - 1)) return fault('too_short', `Must have at least ${min} characters.`);
    if (pattern && !pattern.test(value)) return fault('pattern_mismatch', `Must match ${pattern.source}.`);
    return none;
  };
  const schema: Schema = { type: 'string', maxLength: max };
  if (min > 0) schema.minLength = min;
  if (pattern) schema.pattern = pattern.source;
  return { schema, faults };
}

function exceeds(value: string, max: number): boolean {
  return value.length > max && (value.length > 2 * max || [...value].length > max);
}

/** A range of numbers, both ends included. */
export interface Range {
  min?: number;
  max?: number;
}

const within = (value: number, min: number, max: number) =>
  value < min || value > max ? fault('out_of_range', `Must be between ${min} and ${max}.`) : none;

/** A whole number; without a range, what a PostgreSQL `integer` can hold. */
export function integer({ min = -2147483648, max = 2147483647 }: Range = {}): Shape {
  return {
    schema: { type: 'integer', format: max > 2147483647 ? 'int64' : 'int32', minimum: min, maximum: max },
    faults: (value) =>
      Number.isSafeInteger(value)
        ? within(value as number, min, max)
        : fault('not_an_integer', 'Must be a whole number.'),
    fromText: (written) => (/^-?\d{1,16}$/.test(written) ? Number(written) : written),
  };
}

/** A number, by default within ±10¹⁵ so that a double holds it without surprise. */
export function decimal({ min = -1e15, max = 1e15 }: Range = {}): Shape {
  return {
    schema: { type: 'number', format: 'double', minimum: min, maximum: max },
    faults: (value) =>
      Number.isFinite(value) ? within(value as number, min, max) : fault('not_a_number', 'Must be a number.'),
    fromText: (written) => (/^-?\d{1,16}(\.\d{1,16})?$/.test(written) ? Number(written) : written),
  };
}

/** True or false. */
export const flag = (): Shape => ({
  schema: { type: 'boolean' },
  faults: (value) => (typeof value === 'boolean' ? none : fault('not_a_flag', 'Must be true or false.')),
  fromText: (written) => (written === 'true' ? true : written === 'false' ? false : written),
});

/** A UUID of any version; read in either case, kept in lower case. */
export const id = (): Shape => ({
  schema: { type: 'string', format: 'uuid' },
  faults: (value) =>
    typeof value === 'string' && uuid.test(value) ? none : fault('not_an_id', 'Must be an id (UUID).'),
  normal: (value) => (typeof value === 'string' ? value.toLowerCase() : value),
});

/** One of a few values. */
export const choice = (values: readonly string[]): Shape => ({
  schema: { type: 'string', enum: [...values] },
  faults: (value) =>
    values.includes(value as string) ? none : fault('not_a_choice', `Must be one of: ${values.join(', ')}.`),
});

/** A calendar day, `2026-11-30`. */
export const day = (): Shape => ({
  schema: { type: 'string', format: 'date' },
  faults: (value) => (isPlainDate(value) ? none : fault('not_a_day', 'Must be a day such as 2026-11-30.')),
});

/** A moment with its offset, `2026-11-30T17:00:00Z` (RFC 3339). */
export const instant = (): Shape => ({
  schema: { type: 'string', format: 'date-time' },
  faults: (value) =>
    isInstant(value) ? none : fault('not_an_instant', 'Must be a moment such as 2026-11-30T17:00:00Z (RFC 3339).'),
});

/** A calendar day, or a moment on it. */
export const dateOrTime = (): Shape => ({
  schema: { anyOf: [day().schema, instant().schema] },
  faults: (value) =>
    isPlainDate(value) || isInstant(value)
      ? none
      : fault('not_a_date_or_time', 'Must be a day (2026-11-30) or a moment (2026-11-30T17:00:00Z).'),
});

/** An address that mail can be sent to. */
export const email = (): Shape => ({
  schema: { type: 'string', format: 'email', maxLength: 254 },
  faults: (value) =>
    typeof value === 'string' && value.length <= 254 && value.isWellFormed() && address.test(value)
      ? none
      : fault('not_an_email', 'Must be an e-mail address.'),
});

/** How many items a list may have; at most 100 unless said otherwise. */
export interface ListLimits {
  max?: number;
  min?: number;
  /** No value twice. */
  unique?: boolean;
}

/** A list of one shape. In a query string: `a,b` or the parameter repeated. */
export function list(item: Shape, { max = 100, min = 0, unique = false }: ListLimits = {}): Shape {
  const faults = (value: unknown) => {
    if (!Array.isArray(value)) return fault('not_a_list', 'Must be a list.');
    if (value.length > max) return fault('too_many', `Must have at most ${max} items.`);
    if (value.length < min) return fault('too_few', `Must have at least ${min} items.`);
    if (unique && new Set(value).size < value.length) return fault('duplicate', 'Must not contain a value twice.');
    return value.flatMap((each, index) => item.faults(each).map((one) => ({ ...one, at: `/${index}${one.at}` })));
  };
  const schema: Schema = { type: 'array', items: item.schema, maxItems: max };
  if (min > 0) schema.minItems = min;
  if (unique) schema.uniqueItems = true;
  const readItem = item.fromText ?? ((written: string) => written);
  const { normal } = item;
  return {
    schema,
    faults,
    fromText: (written) => (written === '' ? [] : written.split(',').map(readItem)),
    ...(item.models && { models: item.models }),
    ...(normal && { normal: (value: unknown) => (Array.isArray(value) ? value.map(normal) : value) }),
  };
}

/** Any JSON object whose text PostgreSQL can store, at most `depth` levels deep. */
export const jsonObject = (depth = 8): Shape => ({
  schema: { type: 'object', additionalProperties: true },
  faults: (value) => {
    if (!isObject(value)) return fault('not_an_object', 'Must be an object.');
    return storable(value, depth)
      ? none
      : fault('not_storable', `Must be at most ${depth} levels deep, of well-formed text without NUL characters.`);
  },
});

function storable(value: unknown, depth: number): boolean {
  if (typeof value === 'string') return value.isWellFormed() && !value.includes('\0');
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.entries(value).every(([key, each]) => storable(key, 0) && storable(each, depth - 1));
}

/** Whether a value is a JSON object (no list, not null). */
export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

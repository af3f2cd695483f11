import { applyDecorators } from '@nestjs/common';
import { ApiExtraModels, ApiProperty, DECORATORS, getSchemaPath, type ApiPropertyOptions } from '@nestjs/swagger';
import { plainToInstance, Transform, Type } from 'class-transformer';
import { ValidateBy, ValidateIf, ValidateNested, validateSync } from 'class-validator';
import { faultsOf, inputRules } from './input-faults.ts';
import * as shape from './shapes.ts';
import { isObject, type Fault, type ListLimits, type Range, type Shape, type TextLimits } from './shapes.ts';

export type { Shape } from './shapes.ts';

/** What every field says about itself besides its shape. */
export interface FieldOptions {
  /** May be absent. */
  optional?: true;
  /** May be null; in a PATCH, null clears and absence keeps. */
  nullable?: true;
  description?: string;
  example?: unknown;
  /** The value that stands for an absent one; only documentation. */
  default?: unknown;
}

type Dto = abstract new () => object;
type Thunk = () => new () => object;

/** Text on one line; see `TextLimits`. */
export const Text = (options: FieldOptions & TextLimits = {}) => field(shape.text(options), options);

/** Text of several lines, Markdown by convention, up to 50,000 characters. */
export const MarkdownText = ({ max = 50_000, ...options }: FieldOptions & Omit<TextLimits, 'lines'> = {}) =>
  field(shape.text({ ...options, max, lines: true }), options);

/** A whole number. */
export const Integer = (options: FieldOptions & Range = {}) => field(shape.integer(options), options);

/** A number with a fraction. */
export const Decimal = (options: FieldOptions & Range = {}) => field(shape.decimal(options), options);

/** True or false. */
export const Flag = (options: FieldOptions = {}) => field(shape.flag(), options);

/** A UUID; arrives in lower case. */
export const Id = (options: FieldOptions = {}) => field(shape.id(), options);

/** One of a few texts. */
export const Choice = (values: readonly string[], options: FieldOptions = {}) => field(shape.choice(values), options);

/** A day (`2026-11-30`) or a moment (`2026-11-30T17:00:00Z`), as written. */
export const DateOrTime = (options: FieldOptions = {}) => field(shape.dateOrTime(), options);

/** A moment, RFC 3339. */
export const Instant = (options: FieldOptions = {}) => field(shape.instant(), options);

/** A calendar day. */
export const Day = (options: FieldOptions = {}) => field(shape.day(), options);

/** An e-mail address. */
export const Email = (options: FieldOptions = {}) => field(shape.email(), options);

/** Any JSON object. */
export const JsonObject = (options: FieldOptions = {}) => field(shape.jsonObject(), options);

/** A list: of a shape (`ListOf(text({ max: 60 }))`) or of nested objects (`ListOf(() => SkillNeed)`). */
export function ListOf(item: Shape | Thunk, options: FieldOptions & ListLimits = {}): PropertyDecorator {
  if (typeof item !== 'function') return field(shape.list(item, options), options);
  const objects = shape.list(anObject, options);
  return applyDecorators(field(objects, options, documentedList(objects, item)), nested(item));
}

/** A list documented as nested objects whose items the reader checks one by one (`checked`), each for itself. */
export const UncheckedListOf = (item: Thunk, options: FieldOptions & ListLimits = {}) => {
  const anything = shape.list({ schema: {}, faults: () => [] }, options);
  return field(anything, options, documentedList(anything, item));
};

/** One nested object. */
export const Nested = (type: Thunk, options: FieldOptions = {}) =>
  applyDecorators(field(anObject, options, { type: () => type() }), nested(type));

/** A value of one of several shapes, such as `OneOf([list(text()), list(object(SkillNeed))])`. */
export function OneOf(shapes: readonly Shape[], options: FieldOptions = {}): PropertyDecorator {
  const models = shapes.flatMap((one) => modelsOf.get(one) ?? modelsOf.get(one.schema.items ?? {}) ?? []);
  const union: Shape = {
    schema: { anyOf: shapes.map((one) => one.schema) },
    faults: (value) => closest(shapes.map((one) => one.faults(value))),
  };
  return (target, property) => {
    ApiExtraModels(...models)(target.constructor);
    field(union, options)(target, property);
  };
}

/** A nested object as a shape, for `OneOf`; the class must be declared before it is named here. */
export function object(type: new () => object): Shape {
  const schema = { $ref: getSchemaPath(type) } as shape.Schema;
  const faults = (value: unknown) =>
    isObject(value) ? faultsOf(validateSync(plainToInstance(type, value), inputRules)) : anObject.faults(value);
  const made = { schema, faults };
  modelsOf.set(made, type).set(schema, type);
  return made;
}

const modelsOf = new WeakMap<object, Dto>();

const anObject: Shape = {
  schema: { type: 'object' },
  faults: (value) => (isObject(value) ? [] : [{ at: '', code: 'not_an_object', detail: 'Must be an object.' }]),
};

/** Of several ways to be wrong, the one that came furthest: deepest pointer first. */
function closest(attempts: readonly (readonly Fault[])[]): readonly Fault[] {
  const depth = (faults: readonly Fault[]) => Math.max(...faults.map(({ at }) => at.split('/').length));
  return attempts.reduce((best, next) =>
    next.length === 0 || (best.length > 0 && depth(next) > depth(best)) ? next : best,
  );
}

function documentedList({ schema }: Shape, item: Thunk): ApiPropertyOptions {
  const { items: _items, type: _type, ...limits } = schema;
  return { ...limits, type: () => item(), isArray: true } as ApiPropertyOptions;
}

function nested(type: Thunk): PropertyDecorator {
  return applyDecorators(
    Type(() => type()),
    ValidateNested({ message: 'Must be an object.' }),
  );
}

const reader = Symbol('muster:field-reader');

/** How a query string's text becomes the field's value; undefined for a field that is text anyway or is unknown. */
export function readerOf(type: Dto, property: string): Shape['fromText'] | undefined {
  return Reflect.getMetadata(reader, type.prototype, property) as Shape['fromText'];
}

/** A subclass that declares a field again means all of it; Swagger would mix in what the parent said. */
const forgetInherited: PropertyDecorator = (target, property) => {
  const said = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES, target, property) as object | undefined;
  if (said) Reflect.defineMetadata(DECORATORS.API_MODEL_PROPERTIES, undefined, target, property);
};

function field(
  { schema, faults, fromText, normal }: Shape,
  { optional, nullable, description, example, default: preset }: FieldOptions,
  api: ApiPropertyOptions = schema as ApiPropertyOptions,
): PropertyDecorator {
  const documented = Object.entries({ description, example, default: preset }).filter(
    ([, given]) => given !== undefined,
  );
  const property = { ...api, ...Object.fromEntries(documented), required: !optional, ...(nullable && { nullable }) };
  return applyDecorators(
    forgetInherited,
    ApiProperty(property as ApiPropertyOptions),
    // Absence and null are two things: only a field that says so may have either.
    ValidateIf((_, value) => !((value === undefined && optional) || (value === null && nullable))),
    ValidateBy(
      { name: 'shape', validator: { validate: (value) => faults(value).length === 0 } },
      { message: 'Has the wrong form.', context: { faults } }, // without a message the context gets lost
    ),
    ...(normal ? [Transform(({ value }) => normal(value))] : []),
    (target: object, property: string | symbol) => Reflect.defineMetadata(reader, fromText, target, property),
  );
}

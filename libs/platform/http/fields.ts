import { ApiExtraModels, ApiProperty, DECORATORS, type ApiPropertyOptions } from '@nestjs/swagger';
import { declareField, lazyObject } from './dto.ts';
import * as shape from './shapes.ts';
import type { DtoClass, Fault, ListLimits, Range, Shape, TextLimits } from './shapes.ts';

export { object } from './dto.ts';
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

type Thunk = () => DtoClass;

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
  const objects = shape.list(lazyObject(item), options);
  return field(objects, options, documentedList(objects, item));
}

/** A list documented as nested objects whose items the reader checks one by one (`checked`), each for itself. */
export const UncheckedListOf = (item: Thunk, options: FieldOptions & ListLimits = {}) => {
  const anything = shape.list({ schema: {}, faults: () => [] }, options);
  return field(anything, options, documentedList(anything, item));
};

/** One nested object. */
export const Nested = (type: Thunk, options: FieldOptions = {}) =>
  field(lazyObject(type), options, { type: () => type() });

/** A value of one of several shapes, such as `OneOf([list(text()), list(object(SkillNeed))])`. */
export function OneOf(shapes: readonly Shape[], options: FieldOptions = {}): PropertyDecorator {
  const union: Shape = {
    schema: { anyOf: shapes.map((one) => one.schema) },
    faults: (value) => closest(shapes.map((one) => one.faults(value))),
    normal: (value) => shapes.find((one) => one.faults(value).length === 0)?.normal?.(value) ?? value,
  };
  const models = shapes.flatMap((one) => one.models ?? []);
  return (target, property) => {
    ApiExtraModels(...models)(target.constructor);
    field(union, options)(target, property);
  };
}

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

/** A subclass that declares a field again means all of it; Swagger would mix in what the parent said. */
function forgetInherited(target: object, property: string | symbol): void {
  const said = Reflect.getMetadata(DECORATORS.API_MODEL_PROPERTIES, target, property) as object | undefined;
  if (said) Reflect.defineMetadata(DECORATORS.API_MODEL_PROPERTIES, undefined, target, property);
}

function field(
  declared: Shape,
  { optional, nullable, description, example, default: preset }: FieldOptions,
  api: ApiPropertyOptions = declared.schema as ApiPropertyOptions,
): PropertyDecorator {
  const said = Object.entries({ description, example, default: preset, nullable }).filter(([, it]) => it !== undefined);
  const documented = { ...api, ...Object.fromEntries(said), required: !optional } as ApiPropertyOptions;
  return (target, property) => {
    forgetInherited(target, property);
    ApiProperty(documented)(target, property);
    declareField(target, String(property), { shape: declared, optional: !!optional, nullable: !!nullable });
  };
}

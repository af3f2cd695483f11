import { getSchemaPath } from '@nestjs/swagger';
import { isObject, type DtoClass, type Fault, type Schema, type Shape } from './shapes.ts';

/** One field of a DTO class. */
export interface DtoField {
  readonly shape: Shape;
  /** May be absent. */
  readonly optional: boolean;
  readonly nullable: boolean;
}

const declared = new WeakMap<object, Map<string, DtoField>>();
const complete = new WeakMap<DtoClass, ReadonlyMap<string, DtoField>>();

/** Notes a field of the class that a prototype belongs to. */
export function declareField(prototype: object, name: string, field: DtoField): void {
  const fields = declared.get(prototype) ?? new Map<string, DtoField>();
  declared.set(prototype, fields.set(name, field));
}

/** The fields of a class, with those it inherits; a field declared again replaces the inherited one. */
export function fieldsOf(type: DtoClass): ReadonlyMap<string, DtoField> {
  const known = complete.get(type);
  if (known) return known;
  const fields = new Map<string, DtoField>();
  for (let at = type.prototype as object | null; at; at = Object.getPrototypeOf(at) as object | null) {
    for (const [name, field] of declared.get(at) ?? []) if (!fields.has(name)) fields.set(name, field);
  }
  complete.set(type, fields);
  return fields;
}

/** A nested object as a shape; a class that is declared later in the file is given as a function. */
export function object(type: DtoClass): Shape {
  return { ...lazyObject(() => type), schema: { $ref: getSchemaPath(type) } as Schema, models: [type] };
}

/** The same for a class that need not exist yet; only its checks, its documentation is Swagger's affair. */
export function lazyObject(type: () => DtoClass): Shape {
  return {
    schema: { type: 'object' },
    faults: (value) => (isObject(value) ? faultsIn(type(), value) : notAnObject),
    normal: (value) => instanceOf(type(), value as Record<string, unknown>),
  };
}

const notAnObject: readonly Fault[] = [{ at: '', code: 'not_an_object', detail: 'Must be an object.' }];

function faultsIn(type: DtoClass, value: Record<string, unknown>): Fault[] {
  const fields = fieldsOf(type);
  const faults: Fault[] = [];
  for (const name of Object.keys(value)) {
    if (fields.has(name)) continue;
    faults.push({ at: `/${escaped(name)}`, code: 'unknown_field', detail: 'There is no such field here.' });
  }
  for (const [name, field] of fields) {
    const given = Object.hasOwn(value, name) ? value[name] : undefined;
    for (const { at, code, detail } of fieldFaults(field, given)) faults.push({ at: `/${name}${at}`, code, detail });
  }
  return faults;
}

const none: readonly Fault[] = [];
const required: readonly Fault[] = [{ at: '', code: 'required', detail: 'This field is required.' }];
const notNull: readonly Fault[] = [{ at: '', code: 'null_not_allowed', detail: 'Must not be null.' }];

/** Absence and null are two things: only a field that says so may have either. */
function fieldFaults({ shape, optional, nullable }: DtoField, value: unknown): readonly Fault[] {
  if (value === undefined) return optional ? none : required;
  if (value === null) return nullable ? none : notNull;
  return shape.faults(value);
}

/** An instance with the fields that a faultless value has; what is absent stays absent. */
function instanceOf(type: DtoClass, value: Record<string, unknown>): object {
  const fields = fieldsOf(type);
  const instance = new type() as Record<string, unknown>;
  for (const name of Object.keys(value)) {
    const normal = fields.get(name)?.shape.normal;
    const given = value[name];
    instance[name] = normal && given != null ? normal(given) : given;
  }
  return instance;
}

/** A name as a JSON Pointer token (RFC 6901). */
const escaped = (name: string) => name.replaceAll('~', '~0').replaceAll('/', '~1');

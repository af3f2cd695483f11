import type { OpenAPIObject } from '@nestjs/swagger';
import fc from 'fast-check';

/** The parts of a JSON Schema that say which values are right. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  properties?: Record<string, Schema>;
  items?: Schema;
  enum?: unknown[];
  format?: string;
  oneOf?: Schema[];
  anyOf?: Schema[];
  allOf?: Schema[];
}

const strange = fc.constantFrom<unknown>(
  null,
  '',
  ' ',
  '\u0000',
  '\ud800',
  '-0',
  'NaN',
  '9'.repeat(400),
  'x'.repeat(20_000),
  '2026-02-30',
  '9999-99-99T99:99:99Z',
  '__proto__',
  "'; drop table tasks; --",
  '{{7*7}}',
  '/../..',
  -1,
  0,
  1e308,
  -1e308,
  Number.MAX_SAFE_INTEGER,
  2 ** 31,
  2 ** 63,
  0.1 + 0.2,
  true,
  [],
  {},
  [[[[]]]],
  [null],
  { constructor: { prototype: 1 } },
);

/** Any value at all, now and then one that is known to do harm. */
const anything = fc.oneof(strange, fc.jsonValue({ maxDepth: 2 }));

const torn = fc.constantFrom(
  '',
  '{',
  '[',
  'null',
  '"text"',
  '{"title":',
  '{"a":1,}',
  '\u0000',
  '[1,2',
  '{"title":"\\ud800"}',
);

/**
 * Texts of bodies that come near to what a schema asks for and miss it: fields left out, of another type, beyond all
 * bounds, unknown ones, JSON that is none.
 */
export function malformed(schema: Schema, document: OpenAPIObject): fc.Arbitrary<string> {
  const body = near(schema, document, 0).map((value) => JSON.stringify(value));
  const alien = anything.map((value) => JSON.stringify(value));
  const polluted = body.map((text) => (text.startsWith('{') ? text.replace('{', '{"__proto__":{"a":1},') : text));
  return fc.oneof({ weight: 8, arbitrary: body }, { weight: 1, arbitrary: alien }, polluted, torn);
}

function near(schema: Schema, document: OpenAPIObject, depth: number): fc.Arbitrary<unknown> {
  const { $ref } = schema;
  if (depth > 5) return anything;
  if ($ref) return near(schemaAt($ref, document), document, depth);
  const choices = schema.oneOf ?? schema.anyOf;
  if (choices) return fc.oneof(...choices.map((each) => near(each, document, depth + 1)), anything);
  const parts = (schema.allOf ?? []).map((part) => (part.$ref ? schemaAt(part.$ref, document) : part));
  const properties: Record<string, Schema> = Object.assign(
    {},
    ...[...parts, schema].map((each) => each.properties ?? {}),
  );
  if (Object.keys(properties).length > 0) return nearObject(properties, document, depth);
  const right = rightly(schema, document, depth);
  return fc.oneof({ weight: 3, arbitrary: right }, { weight: 2, arbitrary: anything });
}

/** An object in which at least one field is strange, or is one that nobody knows. */
function nearObject(
  properties: Record<string, Schema>,
  document: OpenAPIObject,
  depth: number,
): fc.Arbitrary<Record<string, unknown>> {
  const fields = Object.entries(properties).map(([name, each]) => [name, near(each, document, depth + 1)] as const);
  const whole = fc.record(Object.fromEntries(fields), { requiredKeys: [] });
  const place = fc.oneof(fc.constantFrom(...Object.keys(properties)), fc.string());
  return fc.tuple(whole, place, anything).map(([value, name, wrong]) => ({ ...value, [name]: wrong }));
}

/** What the schema asks for, roughly: the type and the form are right, the bounds may not be. */
function rightly(schema: Schema, document: OpenAPIObject, depth: number): fc.Arbitrary<unknown> {
  if (schema.enum) return fc.constantFrom(...schema.enum);
  const type = [schema.type].flat().find((each) => each !== 'null');
  if (type === 'integer') return fc.integer();
  if (type === 'number') return fc.double({ noNaN: true });
  if (type === 'boolean') return fc.boolean();
  if (type === 'array') return fc.array(near(schema.items ?? {}, document, depth + 1), { maxLength: 4 });
  if (type === 'object') return fc.dictionary(fc.string(), anything, { maxKeys: 3 });
  if (schema.format === 'uuid') return fc.uuid();
  if (schema.format === 'date') return fc.date({ noInvalidDate: true }).map((day) => day.toISOString().slice(0, 10));
  if (schema.format === 'date-time') return fc.date({ noInvalidDate: true }).map((moment) => moment.toISOString());
  return fc.string({ unit: 'binary', maxLength: 60 });
}

function schemaAt(ref: string, document: OpenAPIObject): Schema {
  const name = ref.split('/').at(-1)!;
  return (document.components?.schemas?.[name] ?? {}) as Schema;
}

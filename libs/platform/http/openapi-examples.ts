import type { OpenAPIObject } from '@nestjs/swagger';

type Json = Record<string, unknown>;

interface JsonSchema extends Json {
  $ref?: string;
  type?: string | string[];
  format?: string;
  properties?: Record<string, JsonSchema>;
  required?: string[];
  items?: JsonSchema;
  allOf?: JsonSchema[];
  anyOf?: JsonSchema[];
  oneOf?: JsonSchema[];
}

/** Every body shows an example, made of those of its fields; what has one already keeps it. */
export function addExamples(document: OpenAPIObject): OpenAPIObject {
  const examples = new Examples((document.components?.schemas ?? {}) as Record<string, JsonSchema>);
  for (const item of Object.values(document.paths)) {
    for (const operation of Object.values(item as Record<string, Json>)) {
      if (typeof operation !== 'object' || !operation['responses']) continue;
      examples.show(operation['requestBody'] as Json | undefined, 'request');
      for (const response of Object.values(operation['responses'] as Record<string, Json>)) {
        examples.show(response, 'response');
      }
    }
  }
  for (const response of Object.values(document.components?.responses ?? {})) {
    examples.show(response as unknown as Json, 'response');
  }
  return document;
}

/** Values that fit schemas, the same every time. */
class Examples {
  constructor(private readonly schemas: Record<string, JsonSchema>) {}

  show(body: Json | undefined, side: 'request' | 'response'): void {
    for (const [mediaType, content] of Object.entries((body?.['content'] ?? {}) as Record<string, Json>)) {
      if (!mediaType.endsWith('json') || !content['schema'] || 'example' in content || 'examples' in content) continue;
      const example = this.of(content['schema'] as JsonSchema, '', side, []);
      if (example !== undefined) content['example'] = example;
    }
  }

  /** Undefined where a schema contains itself: there the example ends. */
  private of(schema: JsonSchema, name: string, side: 'request' | 'response', within: string[]): unknown {
    const { $ref } = schema;
    if (Array.isArray(schema['examples'])) return (schema['examples'] as unknown[])[0];
    if ($ref) {
      if (within.includes($ref)) return undefined;
      const known = this.schemas[$ref.slice($ref.lastIndexOf('/') + 1)];
      return known && this.of(known, name, side, [...within, $ref]);
    }
    if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => this.of(part, name, side, within)));
    const choices = schema.anyOf ?? schema.oneOf;
    if (choices) return this.of(choices.find(({ type }) => type !== 'null') ?? {}, name, side, within);
    if (schema['default'] != null) return schema['default'];
    if ('const' in schema) return schema['const'];
    if (Array.isArray(schema['enum'])) return (schema['enum'] as unknown[])[0];
    return this.ofType(schema, name, side, within);
  }

  private ofType(schema: JsonSchema, name: string, side: 'request' | 'response', within: string[]): unknown {
    switch ([schema.type].flat()[0]) {
      case 'string':
        return text(schema, name);
      case 'integer':
      case 'number':
        return Math.min(Number(schema['maximum'] ?? Infinity), Math.max(Number(schema['minimum'] ?? 1), 1));
      case 'boolean':
        return true;
      case 'array': {
        const item = this.of(schema.items ?? {}, name.replace(/s$/, ''), side, within);
        return item === undefined ? [] : [item];
      }
      case 'object':
        return this.ofObject(schema, side, within);
      default:
        return undefined;
    }
  }

  /** A request shows what it must have and what its author gave an example; one that must have nothing shows it all. */
  private ofObject(schema: JsonSchema, side: 'request' | 'response', within: string[]): Json {
    const { properties = {}, required = [] } = schema;
    const shown = Object.entries(properties).filter(
      ([name, { examples }]) =>
        side === 'response' || required.length === 0 || required.includes(name) || examples !== undefined,
    );
    const values = shown.map(([name, property]) => [name, this.of(property, name, side, within)] as const);
    return Object.fromEntries(values.filter(([, value]) => value !== undefined));
  }
}

const byFormat: Record<string, string> = {
  uuid: '0198f3c2-5d3e-7c41-9f0a-3f6a1f0e8b11',
  date: '2026-12-01',
  'date-time': '2026-12-01T09:00:00Z',
  email: 'ada@example.org',
  uri: 'https://example.org/',
  duration: 'PT2H',
};

function text(schema: JsonSchema, name: string): string {
  const words = byFormat[schema.format ?? ''] ?? (name.replaceAll('_', ' ') || 'text');
  return words.padEnd(Number(schema['minLength'] ?? 0), '.').slice(0, Number(schema['maxLength'] ?? Infinity));
}

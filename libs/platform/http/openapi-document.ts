import { getSchemaPath, type OpenAPIObject } from '@nestjs/swagger';
import { addExamples } from './openapi-examples.ts';
import { ProblemBody } from './problem-body.ts';
import { problemMediaType } from './problem.ts';

type Json = Record<string, unknown>;
type PathItem = OpenAPIObject['paths'][string];
type Operation = NonNullable<PathItem['get']>;
type Components = NonNullable<OpenAPIObject['components']>;

const methods = ['get', 'put', 'post', 'delete', 'patch'] as const;

const response = (description: string, headers?: Json) => ({
  description,
  content: { [problemMediaType]: { schema: { $ref: getSchemaPath(ProblemBody) } } },
  ...(headers && { headers }),
});

const retryAfter = { 'Retry-After': { description: 'Seconds to wait', schema: { type: 'integer' } } };

/** The problems that follow from what a route is, so that no controller has to repeat them. */
const shared = {
  BadRequest: response('The input does not have the documented shape; `errors` points at each fault'),
  Unauthenticated: response('No valid token'),
  Forbidden: response('The permission is missing; `permission` names it'),
  NotFound: response('There is no such thing, or you may not see it'),
  Stale: response('It has changed since you read it; `current_version` tells to what'),
  Unprocessable: response('The input is well-formed but breaks a rule'),
  TooManyRequests: response('Too many requests', retryAfter),
};

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Makes it safe to repeat the request: the same key gets the same answer (`Idempotency-Replayed: true`).',
  schema: { type: 'string', minLength: 1, maxLength: 255 },
} as const;

/** Completes what Swagger collected: shared problems, stable order, names that are unique. */
export function completeDocument(document: OpenAPIObject): OpenAPIObject {
  const seen = new Map<string, string>();
  for (const [path, item] of Object.entries(document.paths)) {
    for (const method of methods) {
      const operation = item[method];
      if (!operation) continue;
      mustBeUnique(seen, operation.operationId, `${method.toUpperCase()} ${path}`);
      completeOperation(operation, method, path);
    }
  }
  const components: Components = {
    ...document.components,
    schemas: sorted(document.components?.schemas ?? {}),
    responses: sorted(shared) as Components['responses'],
    parameters: { IdempotencyKey: idempotencyKey },
  };
  const { openapi, info, servers, tags } = document;
  const complete = { openapi, info, servers, tags, paths: sorted(document.paths), components };
  return addExamples(modernize(complete) as OpenAPIObject);
}

function completeOperation(operation: Operation, method: (typeof methods)[number], path: string): void {
  operation.security ??= []; // said aloud: open to everybody
  operation.summary ||= inWords(operation.operationId ?? '');
  const permissions = takeExtension(operation, 'x-permissions') as string[] | undefined;
  if (permissions) {
    const needs = `Needs the permission ${permissions.map((each) => `\`${each}\``).join(' or ')}.`;
    operation.description = [operation.description, needs].filter(Boolean).join('\n\n');
  }
  for (const parameter of operation.parameters ?? []) mendPathParameter(parameter as unknown as Json, path);
  if (method === 'post') operation.parameters = [...(operation.parameters ?? []), ref('parameters', 'IdempotencyKey')];
  if (operation.parameters?.length === 0) delete operation.parameters;
  addProblems(operation, path);
}

function addProblems(operation: Operation, path: string): void {
  const responses = operation.responses as Record<string, unknown>;
  const add = (status: number, name: keyof typeof shared) => (responses[status] ??= ref('responses', name));
  const own = (takeExtension(operation, 'x-problems') ?? {}) as Record<string, readonly string[]>;
  for (const [status, codes] of Object.entries(own)) {
    responses[status] = response(`Codes: ${codes.map((code) => `\`${code}\``).join(', ')}`);
  }
  if (operation.parameters?.length || operation.requestBody) add(400, 'BadRequest');
  if (operation.security?.length) add(401, 'Unauthenticated');
  if (operation.security?.length) add(403, 'Forbidden');
  if (path.includes('{')) add(404, 'NotFound');
  if (operation.parameters?.some((each) => 'name' in each && each.name === 'If-Match')) add(412, 'Stale');
  if (operation.requestBody) add(422, 'Unprocessable');
  add(429, 'TooManyRequests');
  operation.responses = sorted(responses) as Operation['responses'];
}

/** Swagger takes every DTO that is not a body for query parameters, also that of `@Param()`. */
function mendPathParameter(parameter: Json, path: string): void {
  if (path.includes(`{${String(parameter['name'])}}`)) Object.assign(parameter, { in: 'path', required: true });
}

function mustBeUnique(seen: Map<string, string>, operationId: string | undefined, route: string): void {
  const other = operationId && seen.get(operationId);
  if (other) throw new Error(`${route} and ${other} are both called ${operationId}; rename one of the methods.`);
  if (operationId) seen.set(operationId, route);
}

/** `listProjectTasks` → `List project tasks`. */
function inWords(name: string): string {
  const words = name.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
  return words.charAt(0).toUpperCase() + words.slice(1);
}

function takeExtension(operation: Operation, name: string): unknown {
  const found = (operation as unknown as Json)[name];
  delete (operation as unknown as Json)[name];
  return found;
}

const ref = (kind: string, name: string) => ({ $ref: `#/components/${kind}/${name}` });

function sorted<T extends object>(members: T): T {
  return Object.fromEntries(Object.entries(members).sort(([one], [other]) => (one < other ? -1 : 1))) as T;
}

/** OpenAPI 3.1 schemas say `examples` (JSON Schema), where Swagger still writes `example`. */
function modernize(node: unknown, parent = ''): unknown {
  if (Array.isArray(node)) return node.map((each) => modernize(each));
  if (typeof node !== 'object' || node === null) return node;
  const entries = Object.entries(node).filter(([, value]) => value !== undefined);
  const named = parent === 'properties' || parent === 'schemas'; // members are names there, not keywords
  return Object.fromEntries(
    entries.map(([key, value]) => {
      if (!named && key === 'example' && isSchema(node)) return ['examples', [value]];
      if (!named && ['example', 'examples', 'default', 'enum'].includes(key)) return [key, value];
      return [key, modernize(value, key)];
    }),
  );
}

const isSchema = (node: object) => ['type', 'anyOf', 'oneOf', 'allOf', '$ref'].some((keyword) => keyword in node);

import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { stringify } from 'yaml';
import { completeDocument } from './openapi-document.ts';
import { ProblemBody } from './problem-body.ts';

const about = `Projects, tasks, calendars and people in one place; each task finds the best person, and says why.

**Errors** are RFC 9457 problems with a stable \`code\`; \`errors\` points at each faulty field. **Lists** take \`limit\`,
\`cursor\` or \`offset\`, \`order_by\`, \`fields\`, \`expand\`, and \`count=exact\`. **Writes**: every POST takes an
\`Idempotency-Key\`; \`If-Match\` with the \`ETag\` last read keeps you from overwriting the change of another.
**Limits**: \`RateLimit-Limit\`, \`RateLimit-Remaining\` and \`RateLimit-Reset\` come with every answer, \`Retry-After\` with 429.
A trailing slash is accepted everywhere, and \`X-Request-Id\` is kept and answered.`;

/** What the document says of this installation. */
export interface ApiInfo {
  version: string;
  /** Explains the tags that controllers use; the order is kept. */
  tags?: Readonly<Record<string, string>>;
}

/** The OpenAPI 3.1 document of an initialized application. */
export function openApiDocument(app: NestFastifyApplication, { version, tags = {} }: ApiInfo): OpenAPIObject {
  const builder = new DocumentBuilder()
    .setOpenAPIVersion('3.1.0')
    .setTitle('Muster')
    .setDescription(about)
    .setVersion(version)
    .setLicense('AGPL-3.0-only', 'https://www.gnu.org/licenses/agpl-3.0.html')
    .addServer('/')
    .addBearerAuth({
      type: 'http',
      scheme: 'bearer',
      description: 'An access token of sign-in, or a personal access token',
    });
  for (const [name, description] of Object.entries(tags)) builder.addTag(name, description);
  const document = SwaggerModule.createDocument(app, builder.build(), {
    operationIdFactory,
    extraModels: [ProblemBody],
  });
  return completeDocument(document);
}

/** Serves the document at `/openapi.json` and `/openapi.yaml`, and a page to try it at `/docs`; call before `init`. */
export function serveOpenApi(app: NestFastifyApplication, info: ApiInfo): void {
  let document: OpenAPIObject | undefined;
  SwaggerModule.setup('docs', app, () => (document ??= openApiDocument(app, info)), {
    jsonDocumentUrl: 'openapi.json',
    yamlDocumentUrl: 'openapi.yaml',
    customSiteTitle: 'Muster API',
    swaggerOptions: { persistAuthorization: true, displayRequestDuration: true, tagsSorter: 'alpha' },
  });
}

/** The document as YAML, the same text for the same API on every machine. */
export function openApiYaml(document: OpenAPIObject): string {
  return stringify(document, { lineWidth: 0, aliasDuplicateObjects: false, compat: 'yaml-1.1' });
}

/** `listProjectTasks` names itself; `list` of `TasksController` becomes `listTasks`, `get` becomes `getTask`. */
export function operationIdFactory(controller: string, method: string): string {
  if (/[A-Z]/.test(method)) return method;
  const subject = controller.replace(/Controller$/, '');
  return method + (/^(list|search|find|export|import)/.test(method) ? subject : singular(subject));
}

const singular = (noun: string) => noun.replace(/ies$/, 'y').replace(/(?<!s)s$/, '');

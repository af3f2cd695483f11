import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { OpenAPIObject } from '@nestjs/swagger';
import { type Person, TestMuster } from '../support/muster.ts';
import { malformed, type Schema } from '../support/malformed.ts';

const BODIES = 1_000;
const AT_ONCE = 8;
const untouched = /\/(sign-out|sign-out-everywhere)$/; // they end the session that asks

interface Route {
  method: string;
  path: string;
  schema: Schema;
}

interface Shot {
  route: Route;
  body: string;
}

describe('A thousand malformed bodies', () => {
  let muster: TestMuster;
  let ada: Person;
  let known: Record<string, string>;
  let routes: Route[];
  let document: OpenAPIObject;

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    const project = await muster.project(ada);
    const task = await muster.post(`/api/v1/projects/${project.id}/tasks`, { title: 'Target' }, ada);
    known = { organizations: ada.organizationId, members: ada.userId, projects: project.id, tasks: task.body.id };
    document = (await muster.get('/openapi.json')).body as OpenAPIObject;
    routes = writesOf(document);
  }, 60_000);

  afterAll(async () => {
    await muster?.stop();
  });

  it('made from the schemas of the OpenAPI document never bring an error of ours, and always a problem', async () => {
    expect(routes.length).toBeGreaterThan(50);
    const each = Math.ceil(BODIES / routes.length);
    const shots = routes.flatMap((route) =>
      fc.sample(malformed(route.schema, document), each).map((body): Shot => ({ route, body })),
    );
    expect(shots.length).toBeGreaterThanOrEqual(BODIES);
    const complaints: string[] = [];
    let refused = 0;
    const shoot = async () => {
      for (let shot = shots.pop(); shot; shot = shots.pop()) {
        const { status, complaint } = await send(shot);
        if (status >= 400) refused++;
        if (complaint) complaints.push(complaint);
      }
    };
    await Promise.all(Array.from({ length: AT_ONCE }, shoot));
    expect(complaints).toEqual([]);
    expect(refused).toBeGreaterThan(BODIES * 0.8);
  }, 120_000);

  async function send({ route, body }: Shot): Promise<{ status: number; complaint?: string }> {
    const address = route.path.replace(/(?:([^/]+)\/)?\{[^}]+\}/g, (_, before?: string) => {
      const id = known[before ?? ''] ?? '00000000-0000-7000-8000-000000000000';
      return before ? `${before}/${id}` : id;
    });
    const response = await fetch(muster.url + address, {
      method: route.method,
      headers: { authorization: `Bearer ${ada.token}`, 'content-type': 'application/json' },
      body,
    });
    const text = await response.text();
    const { status } = response;
    const told = `${route.method} ${route.path} ${body.slice(0, 300)} → ${status} ${text.slice(0, 300)}`;
    if (status >= 500) return { status, complaint: told };
    if (status < 400) return { status };
    const isProblem = response.headers.get('content-type')?.startsWith('application/problem+json');
    const problem = isProblem ? (JSON.parse(text) as Record<string, unknown>) : {};
    const isWhole = problem.status === status && typeof problem.code === 'string' && typeof problem.detail === 'string';
    return { status, complaint: isWhole ? undefined : told };
  }
});

/** Every route that takes a JSON body, with its schema. */
function writesOf(document: OpenAPIObject): Route[] {
  return Object.entries(document.paths).flatMap(([path, item]) =>
    (['post', 'put', 'patch', 'delete'] as const).flatMap((method) => {
      const body = item[method]?.requestBody;
      const schema = body && 'content' in body ? body.content['application/json']?.schema : undefined;
      if (!schema || untouched.test(path)) return [];
      return [{ method: method.toUpperCase(), path, schema: schema as Schema }];
    }),
  );
}

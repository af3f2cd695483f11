import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { parse } from 'yaml';
import { muster as client, type Muster } from '#sdk/index';
import { TestMuster } from '../support/muster.ts';

describe('openapi.yaml', () => {
  let muster: TestMuster;
  beforeAll(async () => {
    muster = await TestMuster.start();
  });
  afterAll(() => muster?.stop());

  it('is what the running application says of itself', async () => {
    const { body } = await muster.get('/openapi.json');
    expect(body).toEqual(parse(readFileSync('openapi.yaml', 'utf8')));
  });

  it('shows for every route what it is for, what comes back and what may go wrong', async () => {
    const { body } = await muster.get('/openapi.json');
    const lacking = Object.entries(body.paths as Record<string, Record<string, Operation>>).flatMap(([path, item]) =>
      Object.entries(item).flatMap(([verb, operation]) =>
        faultsOf(operation).map((fault) => `${verb.toUpperCase()} ${path}: ${fault}`),
      ),
    );
    expect(lacking).toEqual([]);
  });

  it('makes a client that does the main job', async () => {
    const ada = await muster.signUp('Ada');
    const api: Muster = client(muster.url, () => Promise.resolve(ada.token));
    const project = await api.POST('/api/v1/projects', { body: { title: 'Website' } });
    const created = await api.POST('/api/integration/tasks/create-and-assign', {
      body: { title: 'Draw the sitemap', project_id: project.data!.id, difficulty: 5, priority: 'high' },
    });
    expect(created.data).toMatchObject({ success: true, assignment: { assigned_to: 'Ada' } });

    const path = { id: created.data!.task_id };
    const done = await api.POST('/api/integration/tasks/{id}/complete', { params: { path }, body: {} });
    expect(done.data).toMatchObject({ success: true, user_id: ada.userId, performance_updated: true });
    const twice = await api.POST('/api/integration/tasks/{id}/complete', { params: { path }, body: {} });
    expect(twice).toMatchObject({ error: { code: 'already_completed', status: 409 } });

    const dashboard = await api.GET('/api/integration/dashboard/user');
    expect(dashboard.data?.performance.tasks_completed).toBe(1);
  });
});

interface Operation {
  summary?: string;
  requestBody?: { content: Record<string, { example?: unknown }> };
  responses: Record<string, { content?: Record<string, { example?: unknown }> }>;
}

/** Answers without a body: nothing to say, or elsewhere to go. */
const empty = /^(202|204|302|303)$/;

function faultsOf({ summary, requestBody, responses }: Operation): string[] {
  const bodies = [requestBody, ...Object.values(responses)].flatMap((each) => Object.entries(each?.content ?? {}));
  const unshown = bodies.filter(([type, { example }]) => type.endsWith('json') && example === undefined);
  const silent = Object.entries(responses).filter(
    ([status, answer]) => /^[23]/.test(status) && !answer.content && !empty.test(status),
  );
  return [
    ...(summary ? [] : ['no summary']),
    ...(Object.keys(responses).some((status) => /^[23]/.test(status)) ? [] : ['no success']),
    ...silent.map(([status]) => `no body for ${status}`),
    ...unshown.map(([type]) => `no example of ${type}`),
  ];
}

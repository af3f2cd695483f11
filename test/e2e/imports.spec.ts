import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { io } from 'socket.io-client';
import { type Person, type Reply, TestMuster } from '../support/muster.ts';

const mesos = '../shared/data/backlogs/mesos.csv';

describe('Importing a backlog', () => {
  let muster: TestMuster;
  let ada: Person;
  let project: { id: string; key: string };

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    project = await muster.project(ada, 'Imported');
  });

  afterAll(() => muster?.stop());

  const upload = async (body: string, type = 'text/csv', query = '?source=test'): Promise<Reply> => {
    const response = await fetch(`${muster.url}/api/v1/projects/${project.id}/imports${query}`, {
      method: 'POST',
      headers: { 'content-type': type, authorization: `Bearer ${ada.token}` },
      body,
    });
    return { status: response.status, headers: {}, body: await response.json() };
  };

  const finished = async (id: string): Promise<Reply['body']> => {
    for (let attempt = 0; attempt < 600; attempt++) {
      const { body } = await muster.get(`/api/v1/imports/${id}`, ada);
      if (body.status === 'completed') return body;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    throw new Error('The import did not end.');
  };

  it('previews, reports each bad row with line and column, runs, and can be repeated without duplicates', async () => {
    const csv = [
      'issuekey,title,description,storypoint',
      'A-1,"First, with a comma","Two',
      'lines",3',
      'A-2,,No title,5',
      'A-3,Bad points,,many',
      'A-4,Too,many,columns,here',
      'A-5,Fifth,NULL,13',
    ].join('\r\n');
    const { status, body } = await upload(csv);
    expect(status).toBe(201);
    expect(body).toMatchObject({ status: 'ready', counts: { pending: 2, invalid: 3 } });
    expect(body.settings.mapping).toEqual({
      external_id: 'issuekey',
      title: 'title',
      description: 'description',
      difficulty: 'storypoint',
    });
    const faults = body.errors.map((row: Reply['body']) => [row.line, row.errors[0].column, row.errors[0].code]);
    expect(faults).toEqual([
      [4, 'title', 'required'],
      [5, 'storypoint', 'invalid_number'],
      [6, null, 'wrong_column_count'],
    ]);

    expect((await muster.post(`/api/v1/imports/${body.id}/run`, {}, ada)).status).toBe(202);
    expect(await finished(body.id)).toMatchObject({ counts: { created: 2, invalid: 3, pending: 0 } });

    const again = await upload(csv);
    await muster.post(`/api/v1/imports/${again.body.id}/run`, {}, ada);
    expect(await finished(again.body.id)).toMatchObject({ counts: { created: 0, updated: 2 } });
    const tasks = await muster.get(`/api/v1/projects/${project.id}/tasks?count=exact`, ada);
    expect(tasks.body.total).toBe(2);
  });

  it('reads the rows in another way on request, and infers skills by the rules', async () => {
    const { body } = await upload(
      '{"Name":"Port the driver to C++","Tags":["backend"]}\n{"Name":"Plain"}\n',
      'application/x-ndjson',
      '?source=nd',
    );
    const skill_rules = [{ words: ['c++'], skill: 'C++', level: 30 }];
    const mapping = { title: 'Name', labels: 'Tags' };
    const configured = await muster.patch(`/api/v1/imports/${body.id}`, { mapping, skill_rules }, ada);
    expect(configured).toMatchObject({ status: 200, body: { counts: { pending: 2 } } });
    await muster.post(`/api/v1/imports/${body.id}/run`, {}, ada);
    await finished(body.id);
    const { body: found } = await muster.get(`/api/v1/projects/${project.id}/tasks?q=driver`, ada);
    expect(found.data[0]).toMatchObject({ labels: ['backend'], required_skills: [{ name: 'C++', level: 30 }] });
  });

  it('exports what it has, as CSV that can be imported again', async () => {
    const { headers, body } = await muster.get(`/api/v1/projects/${project.id}/export`, ada);
    expect(headers['content-type']).toContain('text/csv');
    expect(body.split('\r\n')[0]).toContain('key,title,description');
    expect(body).toContain('"First, with a comma"');
    const { body: json } = await muster.get(`/api/v1/projects/${project.id}/export?format=json&q=comma`, ada);
    expect(json).toMatchObject([{ title: 'First, with a comma', description: 'Two\r\nlines' }]);
  });

  it('refuses a mapping to a column that the file does not have', async () => {
    const { body } = await upload('title\nOne\n', 'text/csv', '?source=x');
    const refused = await muster.patch(`/api/v1/imports/${body.id}`, { mapping: { title: 'nope' } }, ada);
    expect(refused).toMatchObject({
      status: 422,
      body: { code: 'unknown_column', errors: [{ pointer: '/mapping/title' }] },
    });
  });

  const withRealData = existsSync(mesos);
  if (!withRealData) process.stdout.write(`left out: ${mesos} is not here\n`);
  if (withRealData)
    it('takes a real backlog of 1,680 issues, with progress on the socket', async () => {
      const socket = io(muster.url, { auth: { token: ada.token }, transports: ['websocket'] });
      await socket.timeout(5000).emitWithAck('subscribe', { project_id: project.id });
      const progress: number[] = [];
      socket.on('event', (event: { type: string; data: { pending: number } }) => {
        if (event.type === 'import.progressed') progress.push(event.data.pending);
      });
      const { body } = await upload(readFileSync(mesos, 'utf8'), 'text/csv', '?source=jira');
      expect(body.counts).toMatchObject({ pending: 1680, invalid: 0 });
      await muster.post(`/api/v1/imports/${body.id}/run`, {}, ada);
      expect(await finished(body.id)).toMatchObject({ counts: { created: 1680 } });
      expect(progress.length).toBeGreaterThan(10);
      expect(progress).toEqual([...progress].sort((a, b) => b - a));
      socket.disconnect();
    }, 120_000);
});

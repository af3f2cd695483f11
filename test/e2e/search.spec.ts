import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { colleague } from '../support/colleague.ts';
import { type Person, TestMuster } from '../support/muster.ts';

interface Hit {
  type: string;
  id: string;
  title: string;
  key: string | null;
  score: number;
  highlight: string;
  snippet: string | null;
}

describe('Search', () => {
  let muster: TestMuster;
  let ada: Person;
  let project: { id: string; key: string };
  let sitemap: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    project = await muster.project(ada);
    sitemap = await task('Draw the sitemap', 'Three levels at most.');
    await task('Write the imprint', 'The sitemap links to it. <b>Mind</b> the law.');
    await task("Ask about O'Neill's offer");
  }, 60_000);

  afterAll(() => muster?.stop());

  async function task(title: string, description = '', projectId = project.id): Promise<string> {
    const { status, body } = await muster.post(`/api/v1/projects/${projectId}/tasks`, { title, description }, ada);
    expect({ status, body }).toMatchObject({ status: 201 });
    return body.id;
  }

  async function search(q: string, more = '', person = ada): Promise<Hit[]> {
    const { status, body } = await muster.get(`/api/v1/search?q=${encodeURIComponent(q)}${more}`, person);
    expect({ status, body }).toMatchObject({ status: 200 });
    return body.data;
  }

  const titles = (hits: Hit[]) => hits.map(({ title }) => title);

  it('finds words by their beginnings, titles before texts, and shows where', async () => {
    const hits = await search('sitem');
    expect(titles(hits)).toEqual(['Draw the sitemap', 'Write the imprint']);
    expect(hits[0]).toMatchObject({
      type: 'task',
      id: sitemap,
      key: `${project.key}-1`,
      project_id: project.id,
      highlight: 'Draw the <mark>sitemap</mark>',
      snippet: null,
    });
    expect(hits[1]).toMatchObject({
      highlight: 'Write the imprint',
      snippet: expect.stringContaining('<mark>sitemap</mark>'),
    });
    expect(hits[1]!.snippet).not.toContain('<b>');
  });

  it('takes quoted words as they stand', async () => {
    expect(titles(await search('"draw the"'))).toEqual(['Draw the sitemap']);
    expect(await search('"the draw"')).toEqual([]);
    expect(titles(await search('imprint "links to"'))).toEqual(['Write the imprint']);
  });

  it('forgives slips', async () => {
    const [hit] = await search('sitmap');
    expect(hit).toMatchObject({ title: 'Draw the sitemap', highlight: 'Draw the <mark>sitemap</mark>' });
    expect(hit!.score).toBeLessThan(1);
    expect(titles(await search('drow sitemap'))[0]).toBe('Draw the sitemap');
  });

  it('finds a task by its key, first of all', async () => {
    const hits = await search(`${project.key.toLowerCase()}-1`);
    expect(hits[0]).toMatchObject({ id: sitemap, score: 3 });
  });

  it('finds projects, milestones, comments, people and skills too, and only what is asked for', async () => {
    await muster.post(`/api/v1/projects/${project.id}/milestones`, { title: 'Quartz release' }, ada);
    await muster.post('/api/v1/projects', { title: 'Quartz mine' }, ada);
    await muster.post('/api/v1/skills', { name: 'Quartz cutting' }, ada);
    await muster.post(`/api/v1/tasks/${sitemap}/comments`, { body: 'Like the quartz one, please.' }, ada);
    await colleague(muster, ada, 'Quartzina');
    await task('Polish the quartz');

    const hits = await search('quartz');
    expect(hits.map(({ type }) => type).sort()).toEqual(['comment', 'milestone', 'person', 'project', 'skill', 'task']);
    expect(hits.find(({ type }) => type === 'comment')).toMatchObject({
      title: 'Draw the sitemap',
      task_id: sitemap,
      snippet: 'Like the <mark>quartz</mark> one, please',
    });
    expect((await search('quartz', '&types=skill,project')).map(({ type }) => type).sort()).toEqual([
      'project',
      'skill',
    ]);
  });

  it('pages through everything once, in the same order', async () => {
    const all = await search('quartz');
    const paged: Hit[] = [];
    let cursor = '';
    do {
      const { body } = await muster.get(`/api/v1/search?q=quartz&limit=2${cursor}`, ada);
      paged.push(...body.data);
      cursor = body.next_cursor ? `&cursor=${body.next_cursor}` : '';
    } while (cursor);
    expect(paged).toEqual(all);
    const { body } = await muster.get('/api/v1/search?q=quartz&limit=1&count=exact', ada);
    expect(body.total).toBe(6);
    const foreign = await muster.get(`/api/v1/search?q=other&cursor=${body.next_cursor}`, ada);
    expect(foreign).toMatchObject({ status: 400, body: { code: 'foreign_cursor' } });
  });

  it('shows nobody what they may not see', async () => {
    const guest = await colleague(muster, ada, 'Gus', 'guest');
    expect((await muster.get('/api/v1/search?q=quartz', guest)).status).toBe(403);
    const other = (await muster.project(ada, 'Orchard')).id;
    await task('Quartz in the orchard', '', other);
    expect(await muster.post(`/api/v1/projects/${other}/members`, { user_id: guest.userId }, ada)).toMatchObject({
      status: 201,
    });
    expect(titles(await search('quartz', '', guest))).toEqual(['Quartz in the orchard']);
    const eve = await muster.signUp('Eve');
    expect(await search('quartz', '', eve)).toEqual([]);
  });

  it('takes whatever people type', async () => {
    for (const q of [
      "O'Neill",
      "'' \\' :* & | !",
      '"',
      '<->',
      '\\\\',
      'a:*',
      '%_%',
      '!!!!',
      '(((',
      "it''s \\",
      'ünïcode ☃',
      '-42',
    ]) {
      expect((await muster.get(`/api/v1/search?q=${encodeURIComponent(q)}`, ada)).status).toBe(
        q.length < 2 ? 400 : 200,
      );
    }
    expect(titles(await search("o'nei"))).toEqual(["Ask about O'Neill's offer"]);
    expect(await muster.get('/api/v1/search', ada)).toMatchObject({ status: 400 });
    expect(await muster.get('/api/v1/search?q=ab&types=rocket', ada)).toMatchObject({ status: 400 });
  });
});

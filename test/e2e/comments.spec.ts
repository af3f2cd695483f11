import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { colleague, eventually } from '../support/colleague.ts';
import { type Person, TestMuster } from '../support/muster.ts';
import { auditOf, rowsOf } from '../support/sign-in.ts';

describe('Comments', () => {
  let muster: TestMuster;
  let ada: Person;
  let lin: Person;
  let taskId: string;
  let comments: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    lin = await colleague(muster, ada, 'Lin');
    const project = await muster.project(ada);
    const task = await muster.post(`/api/v1/projects/${project.id}/tasks`, { title: 'Draw the sitemap' }, ada);
    taskId = task.body.id;
    comments = `/api/v1/tasks/${taskId}/comments`;
  }, 30_000);

  afterAll(() => muster?.stop(), 30_000);

  const say = async (person: Person, body: string) => (await muster.post(comments, { body }, person)).body;
  const told = (person: Person, type: string, count = 1) =>
    eventually(
      async () => (await muster.get(`/api/v1/notifications?type=${type}&task_id=${taskId}`, person)).body.data,
      (data) => data.length >= count,
    );

  it('are said, read in order, and worded anew by their author', async () => {
    const first = await muster.post(comments, { body: 'Three *levels* at most.' }, lin);
    expect(first).toMatchObject({
      status: 201,
      headers: { etag: '"v1"' },
      body: { task_id: taskId, author_id: lin.userId, reactions: [], is_edited: false, mention_ids: [] },
    });
    const second = await say(ada, 'Four.');
    const { body } = await muster.get(`${comments}?count=exact&expand=author&fields=id,body`, ada);
    expect(body).toMatchObject({
      data: [
        { id: first.body.id, body: 'Three *levels* at most.', author: { id: lin.userId, name: 'Lin' } },
        { id: second.id, body: 'Four.' },
      ],
      total: 2,
    });
    const path = `/api/v1/comments/${first.body.id}`;
    const anew = await muster.patch(path, { body: 'Two levels.' }, { ...lin, headers: { 'if-match': '"v1"' } });
    expect(anew).toMatchObject({ status: 200, body: { body: 'Two levels.', is_edited: true, version: 2 } });
    const late = await muster.patch(path, { body: 'Five.' }, { ...lin, headers: { 'if-match': '"v1"' } });
    expect(late).toMatchObject({ status: 412, body: { current_version: 2 } });
    expect(await muster.patch(`/api/v1/comments/${second.id}`, { body: 'Mine' }, lin)).toMatchObject({
      status: 403,
      body: { code: 'permission_missing' },
    });
    expect((await muster.patch(`/api/v1/comments/${first.body.id}`, { body: 'Moderated' }, ada)).status).toBe(200);
  });

  it('tell those whom they call, and the others of the task, but not their author', async () => {
    const sam = await colleague(muster, ada, 'Sam');
    const gus = await colleague(muster, ada, 'Gus', 'guest');
    const called = await say(lin, `@[Sam](${sam.userId}) @${gus.email} @nobody@example.org, \`@${ada.email}\` look`);
    expect([...called.mention_ids].sort()).toEqual([gus.userId, sam.userId].sort());
    expect(await told(sam, 'mention')).toMatchObject([{ actor_id: lin.userId, data: { comment_id: called.id } }]);
    const [news] = await told(ada, 'comment');
    expect(news.message).toContain('@Sam');
    expect(await muster.get(`/api/v1/notifications`, gus)).toMatchObject({ body: { data: [] } });
    expect((await muster.get(`/api/v1/notifications?type=comment`, lin)).body.data).toEqual([]);

    await muster.patch(`/api/v1/comments/${called.id}`, { body: `@${sam.email} and @${ada.email}` }, lin);
    expect(await told(ada, 'mention')).toMatchObject([{ data: { comment_id: called.id } }]);
    expect(await told(sam, 'mention')).toHaveLength(1);
  });

  it('take one reaction of each kind from a person', async () => {
    const { id } = await say(lin, 'Done?');
    const at = (emoji: string) => `/api/v1/comments/${id}/reactions/${encodeURIComponent(emoji)}`;
    await muster.put(at('👍'), undefined, ada);
    await muster.put(at('👍'), undefined, ada);
    const { body } = await muster.put(at('👍🏽'), undefined, lin);
    expect(body.reactions).toEqual([
      { emoji: '👍', count: 1, user_ids: [ada.userId] },
      { emoji: '👍🏽', count: 1, user_ids: [lin.userId] },
    ]);
    expect(await told(lin, 'reaction')).toMatchObject([{ title: '👍 on your comment', count: 1 }]);
    expect(await muster.delete(at('👍'), ada)).toMatchObject({ status: 204 });
    expect((await muster.get(`/api/v1/comments/${id}`, ada)).body.reactions).toHaveLength(1);
    expect(await muster.put(at('+1'), undefined, ada)).toMatchObject({ status: 422, body: { code: 'no_emoji' } });
  });

  it('go for good when they are taken back', async () => {
    const { id } = await say(lin, 'Never mind');
    expect(await muster.delete(`/api/v1/comments/${id}`, lin)).toMatchObject({ status: 204 });
    expect(await muster.get(`/api/v1/comments/${id}`, lin)).toMatchObject({ status: 404 });
    const left = await rowsOf(muster, 'select body from comments where id = $1', [id]);
    expect(left).toEqual([{ body: '' }]);
    const audit = await auditOf(muster, ada.organizationId);
    expect(audit).toEqual(expect.arrayContaining(['comment.created', 'comment.updated', 'comment.deleted']));
  });

  it('are hidden from whoever may not see the task', async () => {
    const { id } = await say(lin, 'Between us');
    const strangers = [await muster.signUp('Eve'), await colleague(muster, ada, 'Gil', 'guest')];
    for (const stranger of strangers) {
      expect([403, 404]).toContain((await muster.get(comments, stranger)).status);
      expect([403, 404]).toContain((await muster.get(`/api/v1/comments/${id}`, stranger)).status);
      expect([403, 404]).toContain((await muster.post(comments, { body: 'Hi' }, stranger)).status);
      expect([403, 404]).toContain((await muster.delete(`/api/v1/comments/${id}`, stranger)).status);
    }
    expect(await muster.post(comments, { body: '  ' }, lin)).toMatchObject({ status: 400 });
  });
});

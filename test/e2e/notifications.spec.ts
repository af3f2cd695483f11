import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { getQueueToken } from '@nestjs/bullmq';
import type { Queue } from 'bullmq';
import { io, type Socket } from 'socket.io-client';
import { type MailJob, NOTIFICATION_MAILS } from '#notifications/adapters/mail-notifications';
import { colleague, eventually } from '../support/colleague.ts';
import { type Person, TestMuster } from '../support/muster.ts';
import { lettersOf, rowsOf } from '../support/sign-in.ts';
import { SmtpServer } from '../support/smtp-server.ts';

describe('Notifications', () => {
  let muster: TestMuster;
  let ada: Person;
  let lin: Person;
  let project: { id: string; key: string };
  const sockets: Socket[] = [];

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    lin = await colleague(muster, ada, 'Lin');
    project = await muster.project(ada);
  }, 30_000);

  afterEach(() => sockets.splice(0).forEach((socket) => socket.disconnect()));
  afterAll(async () => {
    await muster?.stop();
  }, 30_000);

  const task = async (title: string, more: object = {}) => {
    const { status, body } = await muster.post(`/api/v1/projects/${project.id}/tasks`, { title, ...more }, ada);
    if (status !== 201) throw new Error(JSON.stringify(body));
    return body as { id: string; key: string };
  };
  const list = async (person: Person, query = '') => (await muster.get(`/api/v1/notifications${query}`, person)).body;
  const listOnce = (person: Person, query: string, count: number) =>
    eventually(
      () => list(person, query),
      ({ data }) => data.length >= count,
    );

  it('tell a person live that a task is theirs, and nobody of what they did themselves', async () => {
    const socket = io(muster.url, { auth: { token: lin.token }, transports: ['websocket'] });
    sockets.push(socket);
    await new Promise<void>((resolve) => socket.once('connect', resolve));
    const told = new Promise<object>((resolve) => socket.once('new_notification', resolve));
    const { id, key } = await task('Draw the sitemap', { assignee_ids: [lin.userId, ada.userId] });

    expect(await told).toMatchObject({
      id: expect.any(String),
      type: 'task_assigned',
      title: `${key} is yours`,
      message: 'Ada gave you “Draw the sitemap”.',
      task_id: id,
      action_url: `/tasks/${id}`,
      position: expect.any(Number),
    });
    const { data } = await list(lin, '?type=task_assigned');
    expect(data).toMatchObject([
      { type: 'task_assigned', task_id: id, actor_id: ada.userId, is_read: false, count: 1 },
    ]);
    expect((await list(ada, '?type=task_assigned')).data).toEqual([]);
  });

  it('tell the creator who finished a task, and the person what it did to their performance', async () => {
    const { id, key } = await task('Count the pages', { assignee_ids: [lin.userId] });
    expect(await muster.patch(`/api/v1/tasks/${id}/status`, { status: 'done' }, lin)).toMatchObject({ status: 200 });
    const { data } = await listOnce(ada, '?type=task_completed', 1);
    expect(data).toMatchObject([{ title: `${key} is done`, actor_id: lin.userId }]);
    const own = await listOnce(lin, '?type=performance_update', 1);
    expect(own.data).toMatchObject([{ task_id: id, data: { task_key: key, after: expect.any(Number) } }]);
  });

  it('join repeated ones about one thing until they are read', async () => {
    const { id } = await task('Write the texts');
    expect(await muster.post(`/api/v1/tasks/${id}/watchers`, {}, lin)).toMatchObject({ status: 201 });
    await muster.patch(`/api/v1/tasks/${id}/status`, { status: 'in_progress' }, ada);
    await muster.patch(`/api/v1/tasks/${id}/status`, { status: 'review' }, ada);
    const query = `?type=status_changed&task_id=${id}`;
    const { data } = await eventually(
      () => list(lin, query),
      ({ data }) => data[0]?.count === 2,
    );
    expect(data).toMatchObject([{ count: 2, data: { from: 'in_progress', to: 'review' } }]);

    const read = await muster.patch(`/api/v1/notifications/${data[0].id}`, { is_read: true }, lin);
    expect(read).toMatchObject({ status: 200, body: { is_read: true, read_at: expect.any(String) } });
    await muster.patch(`/api/v1/tasks/${id}/status`, { status: 'todo' }, ada);
    expect((await listOnce(lin, query, 2)).data).toMatchObject([
      { count: 1, is_read: false },
      { count: 2, is_read: true },
    ]);
  });

  it('are counted, marked one by one or all together, and deleted', async () => {
    const sam = await colleague(muster, ada, 'Sam');
    for (const title of ['One', 'Two', 'Three']) await task(title, { assignee_ids: [sam.userId] });
    const { data } = await listOnce(sam, '', 3);
    const unread = async () => (await muster.get('/api/v1/notifications/unread-count', sam)).body.unread;
    expect(await unread()).toBe(3);
    const some = await muster.post('/api/v1/notifications/read', { ids: [data[0].id, crypto.randomUUID()] }, sam);
    expect(some).toMatchObject({ status: 200, body: { changed: 1, unread: 2 } });
    expect(await list(sam, '?unread=true&limit=1&count=exact')).toMatchObject({
      data: [{ is_read: false }],
      next_cursor: expect.any(String),
      total: 2,
    });
    expect((await muster.post('/api/v1/notifications/read', {}, sam)).body).toEqual({ changed: 2, unread: 0 });
    expect(await muster.delete(`/api/v1/notifications/${data[0].id}`, sam)).toMatchObject({ status: 204 });
    expect(await muster.get(`/api/v1/notifications/${data[0].id}`, sam)).toMatchObject({ status: 404 });
    expect(await muster.get('/api/v1/notifications?type=nonsense', sam)).toMatchObject({
      status: 400,
      body: { code: 'unknown_value' },
    });
  });

  it('are nobody else’s business', async () => {
    const { data } = await listOnce(lin, '', 1);
    const path = `/api/v1/notifications/${data[0].id}`;
    expect(await muster.get(path, ada)).toMatchObject({ status: 404 });
    expect(await muster.patch(path, { is_read: true }, ada)).toMatchObject({ status: 404 });
    expect(await muster.delete(path, ada)).toMatchObject({ status: 404 });
  });

  it('come the way a person wants them', async () => {
    const tom = await colleague(muster, ada, 'Tom');
    const path = '/api/v1/me/notification-preferences';
    const before = await muster.get(path, tom);
    expect(before.body).toMatchObject({ quiet_hours: null, digest_hour: 8, version: 0 });
    expect(before.body.kinds).toContainEqual({ kind: 'task_assigned', in_app: 'at_once', mail: 'at_once' });

    const wishes = {
      kinds: [{ kind: 'task_assigned', in_app: 'off', mail: 'off' }],
      quiet_hours: { from: '22:00', to: '07:00' },
      digest_hour: 17,
      time_zone: 'Europe/Berlin',
    };
    const stored = await muster.put(path, wishes, { ...tom, headers: { 'if-match': '"v0"' } });
    expect(stored).toMatchObject({
      status: 200,
      headers: { etag: '"v1"' },
      body: { ...wishes, kinds: expect.any(Array) },
    });
    expect(await muster.put(path, wishes, { ...tom, headers: { 'if-match': '"v0"' } })).toMatchObject({ status: 412 });
    const nowhere = await muster.put(path, { ...wishes, time_zone: 'Middle/Earth' }, tom);
    expect(nowhere).toMatchObject({ status: 422, body: { errors: [{ pointer: '/time_zone' }] } });
    const never = await muster.put(path, { ...wishes, quiet_hours: { from: '25:00', to: '7' } }, tom);
    expect(never).toMatchObject({ status: 400, body: { errors: [{ pointer: '/quiet_hours/from' }, {}] } });

    const quiet = await task('Silently', { assignee_ids: [tom.userId] });
    await muster.patch(`/api/v1/tasks/${quiet.id}/status`, { status: 'done' }, ada);
    const { data } = await listOnce(tom, `?task_id=${quiet.id}`, 2);
    expect(data.map(({ type }: { type: string }) => type)).toEqual(['performance_update', 'task_completed']);
  });

  it('go out as mails at once, with the digest or never', async () => {
    const uma = await colleague(muster, ada, 'Uma');
    const one = await task('Mail me', { assignee_ids: [uma.userId] });
    const news = async () => (await lettersOf(muster, uma.email)).filter((each) => !each.includes('Subject: Confirm'));
    const [letter] = await eventually(news, ({ length }) => length === 1);
    expect(letter).toContain(`Subject: ${one.key} is yours`);
    expect(letter).toContain(`/tasks/${one.id}`);
    expect(letter).toContain('text/html');

    const two = await task('And this', {});
    for (const { id } of [one, two]) {
      await muster.post(`/api/v1/tasks/${id}/watchers`, { user_id: uma.userId }, ada);
      await muster.patch(`/api/v1/tasks/${id}/status`, { status: 'in_progress' }, ada);
    }
    await listOnce(uma, '?type=status_changed', 2);
    const queue = muster.app.get<Queue<MailJob>>(getQueueToken(NOTIFICATION_MAILS), { strict: false });
    const mine = async () => (await queue.getDelayed()).filter(({ data }) => data.recipientId === uma.userId);
    const jobs = await eventually(mine, ({ length }) => length > 0);
    expect(jobs).toHaveLength(1);
    expect(jobs[0]!.delay).toBeLessThanOrEqual(24 * 3_600_000);
    expect(await news()).toHaveLength(1);

    await rowsOf(muster, 'update notifications set mail_due_at = now() where recipient_id = $1', [uma.userId]);
    await jobs[0]!.promote();
    const letters = await eventually(news, ({ length }) => length === 2);
    expect(letters).toHaveLength(2);
    const digest = letters.find((each) => each.includes('2 news from'));
    expect(digest).toContain(`${one.key}: in progress`);
    expect(digest).toContain(`${two.key}: in progress`);
  });

  it('keep quiet about what a person may not see', async () => {
    const guest = await colleague(muster, ada, 'Gus', 'guest');
    const hidden = await task('Hidden', { assignee_ids: [guest.userId] });
    await task('Seen', { assignee_ids: [lin.userId] });
    await listOnce(lin, '?type=task_assigned', 2);
    expect((await list(guest)).data).toEqual([]);
    expect(hidden.id).toEqual(expect.any(String));
  });
});

describe('A mail server that is down', () => {
  const smtp = new SmtpServer();
  const port = 20_000 + Math.floor(Math.random() * 20_000);
  let muster: TestMuster;

  beforeAll(async () => {
    muster = await TestMuster.start({ SMTP_URL: `smtp://127.0.0.1:${port}` });
  }, 30_000);

  afterAll(async () => {
    await muster?.stop();
    await smtp.close();
  }, 30_000);

  it('holds nobody up, and gets every mail once when it is back', async () => {
    const ada = await muster.signUp('Ada');
    const lin = await colleague(muster, ada, 'Lin');
    const project = await muster.project(ada);
    for (const title of ['One', 'Two']) {
      await muster.post(`/api/v1/projects/${project.id}/tasks`, { title, assignee_ids: [lin.userId] }, ada);
    }
    const list = async () => (await muster.get('/api/v1/notifications', lin)).body.data as unknown[];
    expect(await eventually(list, ({ length }) => length === 2)).toHaveLength(2);
    const queue = muster.app.get<Queue<MailJob>>(getQueueToken(NOTIFICATION_MAILS), { strict: false });
    await eventually(
      () => queue.getDelayed(),
      ({ length }) => length === 2,
    );
    await smtp.listen(port);
    const subjects = () =>
      Promise.resolve(smtp.messages.flatMap((message) => /Subject: (.*is yours)/.exec(message)?.[1] ?? []).sort());
    const wanted = [`${project.key}-1 is yours`, `${project.key}-2 is yours`];
    expect(await eventually(subjects, ({ length }) => length >= 2)).toEqual(wanted);
    const left = () => queue.getJobCountByTypes('failed', 'delayed', 'wait', 'active');
    expect(await eventually(left, (count) => count === 0)).toBe(0);
  }, 30_000);
});

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { type Person, TestMuster } from '../support/muster.ts';

describe('The thinnest whole path', () => {
  let muster: TestMuster;
  let ada: Person;
  let socket: Socket;

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
  });

  afterAll(async () => {
    socket?.disconnect();
    await muster?.stop();
  });

  it('takes a command in, stores row, event and audit entry, and shows the change live', async () => {
    const project = await muster.project(ada);
    socket = io(muster.url, { auth: { token: ada.token }, transports: ['websocket'] });
    const { position } = await socket.timeout(3000).emitWithAck('subscribe', { project_id: project.id });
    expect(position).toEqual(expect.any(Number));
    const arrived = new Promise<{ type: string; position: number; data: { title: string } }>((resolve) =>
      socket.once('event', resolve),
    );

    const created = await muster.post(`/api/v1/projects/${project.id}/tasks`, { title: 'Draw the sitemap' }, ada);
    expect(created).toMatchObject({ status: 201, body: { key: `${project.key}-1`, status: 'todo', version: 1 } });
    const event = await arrived;
    expect(event).toMatchObject({ type: 'task.created', data: { title: 'Draw the sitemap' } });
    expect(event.position).toBeGreaterThan(position);

    const moved = await muster.patch(`/api/v1/tasks/${created.body.id}/status`, { status: 'done' }, ada);
    expect(moved).toMatchObject({ status: 200, body: { status: 'done', version: 2 } });
    expect(moved.body.completed_at).toEqual(expect.any(String));
    const { body } = await muster.get(`/api/v1/projects/${project.id}`, ada);
    expect(body).toMatchObject({ progress: 100, tasks_total: 1, tasks_done: 1 });
  });
});

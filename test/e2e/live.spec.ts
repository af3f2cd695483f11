import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { io, type Socket } from 'socket.io-client';
import { type Person, TestMuster } from '../support/muster.ts';

interface Event {
  position: number;
  type: string;
  data: Record<string, unknown>;
}

describe('The live door', () => {
  let muster: TestMuster;
  let other: TestMuster;
  let ada: Person;
  let project: { id: string };
  const sockets: Socket[] = [];

  beforeAll(async () => {
    muster = await TestMuster.start();
    other = await muster.secondProcess();
    ada = await muster.signUp('Ada');
    project = await muster.project(ada);
  });

  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await other?.stop();
    await muster?.stop();
  });

  const connect = (url: string, auth: Record<string, unknown>, options = {}): Socket => {
    const socket = io(url, { auth, transports: ['websocket'], reconnection: false, forceNew: true, ...options });
    sockets.push(socket);
    return socket;
  };
  const refused = (socket: Socket) =>
    new Promise<{ message: string }>((resolve) => socket.once('connect_error', resolve as never));
  const collect = (socket: Socket): Event[] => {
    const events: Event[] = [];
    socket.on('event', (event: Event) => events.push(event));
    return events;
  };
  const until = async (condition: () => boolean, what: string) => {
    for (let waited = 0; waited < 5000; waited += 20) {
      if (condition()) return;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    throw new Error(`Waited in vain for ${what}.`);
  };
  const create = (title: string) => muster.post(`/api/v1/projects/${project.id}/tasks`, { title }, ada);
  const subscribe = (socket: Socket, more = {}) =>
    socket.timeout(5000).emitWithAck('subscribe', { project_id: project.id, ...more });

  it('stays shut without a token, with a wrong one, and for a foreign origin', async () => {
    expect((await refused(connect(muster.url, {}))).message).toBe('unauthenticated');
    expect((await refused(connect(muster.url, { token: 'nonsense' }))).message).toMatch(/invalid|unauthenticated/);
    const foreign = connect(muster.url, { token: ada.token }, { extraHeaders: { origin: 'https://evil.example' } });
    expect(await refused(foreign)).toBeTruthy();
  });

  it('shows a change made in one process to a client of another', async () => {
    const socket = connect(other.url, { token: ada.token });
    const events = collect(socket);
    await subscribe(socket);
    await create('Seen next door');
    await until(() => events.some(({ data }) => data.title === 'Seen next door'), 'the event');
  });

  it('gives a client that was away what it missed, in order and once', async () => {
    const first = connect(muster.url, { token: ada.token });
    const { position } = await subscribe(first);
    first.disconnect();
    for (let n = 0; n < 25; n++) await create(`Missed ${n}`);
    const back = connect(other.url, { token: ada.token, after: position });
    const events = collect(back);
    const burst = Promise.all(Array.from({ length: 5 }, (_, n) => create(`Meanwhile ${n}`)));
    await subscribe(back);
    await burst;
    await until(() => events.length >= 30, '30 events');
    const missed = events.filter(({ data }) => String(data.title).startsWith('Missed')).map(({ data }) => data.title);
    expect(missed).toEqual(Array.from({ length: 25 }, (_, n) => `Missed ${n}`));
    const positions = events.map((event) => event.position);
    expect(positions).toEqual([...new Set(positions)].sort((a, b) => a - b));
  });

  it('tells a client that was away too long to load anew', async () => {
    const socket = connect(muster.url, { token: ada.token });
    const reload = new Promise<{ reason: string }>((resolve) => socket.once('reload', resolve as never));
    await muster.owner(`update event_log set pruned_to = 1000`);
    await subscribe(socket, { after: 1 });
    expect(await reload).toMatchObject({ reason: 'too_old' });
    await muster.owner(`update event_log set pruned_to = 0`);
  });

  it('knows nothing of the projects of others', async () => {
    const eve = await muster.signUp('Eve');
    const socket = connect(muster.url, { token: eve.token });
    const events = collect(socket);
    expect(await subscribe(socket)).toMatchObject({ error: { code: 'not_found' } });
    await create('Private');
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(events).toEqual([]);
  });

  it('tells who is there, over processes', async () => {
    const here = connect(muster.url, { token: ada.token });
    const { presence } = await subscribe(here);
    expect(presence).toContainEqual(expect.objectContaining({ user_id: ada.userId }));
    const moved = new Promise<{ page: string }>((resolve) => here.once('presence', resolve as never));
    const there = connect(other.url, { token: ada.token });
    await subscribe(there);
    await there.timeout(5000).emitWithAck('presence', { project_id: project.id, page: 'board' });
    expect(await moved).toMatchObject({ project_id: project.id, user_id: ada.userId });
  });

  it('closes on whoever floods it, and on messages that are too long', async () => {
    const flood = connect(muster.url, { token: ada.token });
    await new Promise<void>((resolve) => flood.once('connect', () => resolve()));
    const closed = new Promise((resolve) => flood.once('disconnect', resolve));
    for (let n = 0; n < 500; n++) flood.emit('presence', {});
    await closed;
    const long = connect(muster.url, { token: ada.token });
    await new Promise<void>((resolve) => long.once('connect', () => resolve()));
    const gone = new Promise((resolve) => long.once('disconnect', resolve));
    long.emit('subscribe', { project_id: 'x'.repeat(200_000) });
    await gone;
  });
});

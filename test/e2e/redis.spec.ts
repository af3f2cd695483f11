import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { io, type Socket } from 'socket.io-client';
import { type EmbeddedServer, startEmbedded } from '#platform/postgres/embedded/embedded-server';
import { Programs, type Running } from '../support/processes.ts';
import { hasRedis, RedisServer } from '../support/redis-server.ts';

jest.setTimeout(120_000);

const suite = hasRedis ? describe : describe.skip;
if (!hasRedis) process.stderr.write('Left out: what needs a redis-server, which this machine does not have.\n');

suite('Two API processes and a worker on one Redis', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-redis-'));
  const sockets: Socket[] = [];
  let redis: RedisServer;
  let server: EmbeddedServer;
  let programs: Programs;
  let here: Running;
  let there: Running;
  let ada: { token: string; userId: string; organizationId: string };
  let projectId: string;

  beforeAll(async () => {
    [redis, programs, server] = await Promise.all([
      RedisServer.start(),
      Programs.compile(),
      startEmbedded({ dataDir, log: () => undefined }),
    ]);
    const env = { DATABASE_URL: server.url, MUSTER_DATA_DIR: dataDir, REDIS_URL: redis.url };
    here = await (await programs.start('api/main', env)).ready();
    there = await (await programs.start('api/main', env)).ready();
    await programs.start('worker/main', env);
    const person = { name: 'Ada', email: `${randomUUID()}@example.org`, password: 'correct horse battery staple' };
    const signUp = { ...person, organization_name: 'Both' };
    const { access_token, user, organization } = await ask<SignedUp>(here, 'auth/sign-up', signUp);
    ada = { token: access_token, userId: user.id, organizationId: organization.id };
    projectId = (await ask(here, 'projects', { title: 'Both' }, ada.token)).id;
  });

  afterAll(async () => {
    for (const socket of sockets) socket.disconnect();
    await programs?.stop();
    await server?.stop();
    await redis?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const connect = async (api: Running) => {
    const auth = { token: ada.token };
    const socket = io(api.url, { auth, transports: ['websocket'], reconnection: false, forceNew: true });
    sockets.push(socket);
    const answer = await socket.timeout(10_000).emitWithAck('subscribe', { project_id: projectId });
    return { socket, answer };
  };
  const titled = (socket: Socket, title: string) =>
    new Promise<void>((resolve) => {
      socket.on('event', ({ data }: { data: { title?: string } }) => data.title === title && resolve());
    });
  const create = (api: Running, title: string, more: object = {}) =>
    ask(api, `projects/${projectId}/tasks`, { title, ...more }, ada.token);

  it('show the changes of one to the clients of the other', async () => {
    const [one, other] = [await connect(here), await connect(there)];
    const seen = [titled(one.socket, 'From there'), titled(other.socket, 'From here')];
    await create(there, 'From there');
    await create(here, 'From here');
    await Promise.all(seen);
  });

  it('tell who is there, whichever process they are connected to, and who has left', async () => {
    const one = await connect(here);
    const moved = new Promise((resolve) =>
      one.socket.on('presence', (news: { page?: string }) => news.page === 'board' && resolve(news)),
    );
    const { socket, answer } = await connect(there);
    expect(answer.presence).toContainEqual(expect.objectContaining({ user_id: ada.userId }));
    await socket.timeout(10_000).emitWithAck('presence', { project_id: projectId, page: 'board' });
    expect(await moved).toMatchObject({ project_id: projectId, user_id: ada.userId });
    expect(await redis.ask((each) => each.exists('muster.sockets'))).toBe(1);
  });

  it('put the mails into the queue in Redis, from which the worker sends each once', async () => {
    const lin = await colleague('Lin');
    await create(here, 'By mail', { assignee_ids: [lin.id] });
    await until(() => lettersTo(lin.email).length > 0);
    expect(lettersTo(lin.email)).toHaveLength(1);
    expect(await redis.ask((each) => each.keys('bull:*'))).not.toEqual([]);
    const owner = new pg.Client({ connectionString: server.url });
    await owner.connect();
    const { rowCount } = await owner.query(`select from pg_namespace where nspname = 'bullmq'`);
    await owner.end();
    expect(rowCount).toBe(0);
  });

  it('count the requests of a caller together', async () => {
    const left = async (api: Running) => {
      const { headers } = await fetch(`${api.url}/api/v1/me`, { headers: { authorization: `Bearer ${ada.token}` } });
      return Number(headers.get('ratelimit-remaining'));
    };
    const before = await left(here);
    expect(await left(there)).toBe(before - 1);
    expect(await left(here)).toBe(before - 2);
  });

  it('go on when Redis is killed and comes back empty', async () => {
    const one = await connect(here);
    await redis.loseAll();
    const seen = titled(one.socket, 'After the loss');
    await create(there, 'After the loss');
    await seen;
    const lin = await colleague('Mo');
    await create(there, 'By mail again', { assignee_ids: [lin.id] });
    await until(() => lettersTo(lin.email).length > 0);
    expect(lettersTo(lin.email)).toHaveLength(1);
  });

  async function colleague(name: string): Promise<{ id: string; email: string }> {
    const [id, email] = [randomUUID(), `${randomUUID()}@example.org`];
    const owner = new pg.Client({ connectionString: server.url });
    await owner.connect();
    await owner.query(`insert into accounts (id, email, name) values ($1, $2, $3)`, [id, email, name]);
    await owner.query(
      `insert into members (organization_id, user_id, email, name, role_id)
       select organization_id, $2, $3, $4, id from roles where organization_id = $1 and key = 'member'`,
      [ada.organizationId, id, email, name],
    );
    await owner.end();
    return { id, email };
  }

  function lettersTo(email: string): string[] {
    const folder = join(dataDir, 'mail');
    const files = existsSync(folder) ? readdirSync(folder).filter((name) => name.endsWith('.eml')) : [];
    return files
      .map((name) => readFileSync(join(folder, name), 'utf8'))
      .filter((text) => text.includes(`To: ${email}`));
  }
});

interface SignedUp {
  access_token: string;
  user: { id: string };
  organization: { id: string };
}

async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 1200 && !holds(); tries++) await new Promise((resolve) => setTimeout(resolve, 25));
}

async function ask<T = { id: string }>(api: Running, path: string, body: object, token?: string): Promise<T> {
  const headers = { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) };
  const response = await fetch(`${api.url}/api/v1/${path}`, { method: 'POST', headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as T;
}

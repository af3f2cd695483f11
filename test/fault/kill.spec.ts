import { afterAll, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { type EmbeddedServer, runningServerUrl, startEmbedded } from '#platform/postgres/embedded/embedded-server';
import { type Acknowledged, BusyClients } from '../support/busy-clients.ts';
import { freePort, Programs, type Running } from '../support/processes.ts';

const TEN_SECONDS = 10_000;

jest.setTimeout(120_000);

describe('Muster under kill -9', () => {
  const dataDir = mkdtempSync(join(tmpdir(), 'muster-kill-'));
  let server: EmbeddedServer;
  let programs: Programs;
  let env: Record<string, string>;
  let api: Running;
  let worker: Running;
  let team: Team;

  beforeAll(async () => {
    [programs, server] = await Promise.all([Programs.compile(), startEmbedded({ dataDir, log: () => undefined })]);
    env = { DATABASE_URL: server.url, MUSTER_DATA_DIR: dataDir, PORT: String(await freePort()) };
    api = await (await programs.start('api/main', env)).ready();
    worker = await programs.start('worker/main', env);
    team = await foundTeam(api.url, server.url);
  });

  afterAll(async () => {
    await programs?.stop();
    await server?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  });

  const busy = () => new BusyClients(() => api.url, team.token, team.task);

  it('of the API loses nothing that it acknowledged', async () => {
    const clients = busy();
    await clients.finishMore(12);
    await api.kill9();
    const killed = performance.now();
    api = await (await programs.start('api/main', env)).ready();
    await clients.finishMore(1);
    expect(performance.now() - killed).toBeLessThan(TEN_SECONDS);
    await clients.finishMore(12);
    await clients.stop();
    expect(clients.setbacks).toContain('lost');
    await expectWhole(server.url, clients);
  });

  it('of the worker misses no reaction and doubles none, whether another stands by or it is started again', async () => {
    const standby = await programs.start('worker/main', env);
    const clients = busy();
    await clients.finishMore(12);
    await worker.kill9();
    await clients.finishMore(12);
    await standby.kill9();
    await clients.finishMore(6);
    await clients.stop();
    const killed = performance.now();
    worker = await programs.start('worker/main', env);
    await expectWhole(server.url, clients);
    expect(performance.now() - killed).toBeLessThan(TEN_SECONDS);
  });

  it('of PostgreSQL loses nothing, and both programs go on by themselves', async () => {
    const clients = busy();
    await clients.finishMore(12);
    process.kill(server.pid!, 'SIGKILL');
    const killed = performance.now();
    await clients.finishMore(7); // six may have been acknowledged before
    expect(performance.now() - killed).toBeLessThan(TEN_SECONDS);
    await clients.finishMore(12);
    expect([...clients.setbacks]).toEqual([503]);
    await clients.stop();
    await expectWhole(server.url, clients);
  });

  it('in the middle of a request with an Idempotency-Key leaves no half of it, and the work is done once on demand', async () => {
    const key = randomUUID();
    const post = () => ask(api.url, `/api/v1/projects/${team.projectId}/tasks`, { title: 'Cut off' }, team.token, key);
    const gate = await connect(server.url);
    await gate.query('begin');
    await gate.query('lock table tasks in exclusive mode');
    const outcomes = Promise.allSettled(Array.from({ length: 5 }, post));
    const waiting = `select from pg_locks where not granted and relation = 'tasks'::regclass`;
    while ((await gate.query(waiting)).rowCount === 0) await new Promise((resolve) => setTimeout(resolve, 10));
    await api.kill9();
    expect((await outcomes).map(({ status }) => status)).toEqual(Array(5).fill('rejected'));
    await gate.query('rollback');

    api = await (await programs.start('api/main', env)).ready();
    const answers = await Promise.all(Array.from({ length: 5 }, post));
    const { rows } = await gate.query<{ id: string }>(`select id from tasks where title = 'Cut off'`);
    await gate.end();
    expect(answers.map(({ id }) => id)).toEqual(Array(5).fill(rows[0]!.id));
    expect(rows).toHaveLength(1);
  });

  it('of the one process that is everything, with its PostgreSQL, leaves a folder that starts again', async () => {
    const own = { MUSTER_DATA_DIR: join(dataDir, 'alone'), PORT: String(await freePort()) };
    let muster = await (await programs.start('main', own)).ready();
    const alone = await foundTeam(muster.url, runningServerUrl(own.MUSTER_DATA_DIR)!);
    const clients = new BusyClients(() => muster.url, alone.token, alone.task);
    await clients.finishMore(12);
    await muster.kill9();
    const killed = performance.now();
    muster = await (await programs.start('main', own)).ready();
    await clients.finishMore(1);
    expect(performance.now() - killed).toBeLessThan(TEN_SECONDS);
    await clients.finishMore(6);
    await clients.stop();
    await expectWhole(runningServerUrl(own.MUSTER_DATA_DIR)!, clients);
  });
});

interface Team {
  token: string;
  projectId: string;
  task: object;
}

/** An organization whose owner gives out tasks that only four colleagues can do. */
async function foundTeam(url: string, databaseUrl: string): Promise<Team> {
  const ada = { name: 'Ada', email: `${randomUUID()}@example.org`, password: 'correct horse battery staple' };
  const signedUp = await ask(url, '/api/v1/auth/sign-up', { ...ada, organization_name: 'Boats' });
  const token = signedUp.access_token as string;
  const project = await ask(url, '/api/v1/projects', { title: 'Regatta' }, token);
  const owner = await connect(databaseUrl);
  for (const name of ['Bo', 'Cy', 'Di', 'Ed']) {
    const id = randomUUID();
    await owner.query(`insert into accounts (id, email, name) values ($1, $2, $3)`, [id, `${id}@example.org`, name]);
    await owner.query(
      `insert into members (organization_id, user_id, email, name, role_id)
       select organization_id, $2, $3, $4, id from roles where organization_id = $1 and key = 'member'`,
      [(signedUp.organization as { id: string }).id, id, `${id}@example.org`, name],
    );
    await ask(
      url,
      `/api/v1/members/${id}/skills`,
      { skills: [{ name: 'Sailing', proficiency: 80 }] },
      token,
      '',
      'PUT',
    );
  }
  await owner.end();
  const task = { project_id: project.id, required_skills: ['Sailing'], estimate_hours: 0.1 };
  return { token, projectId: project.id as string, task };
}

/** Each acknowledged task is there, done, counted once and told once; and there is none besides them. */
async function expectWhole(databaseUrl: string, { title, acknowledged }: BusyClients): Promise<void> {
  const wished = acknowledged.map((each) => ({ ...each, done: true, counted: 1, told: 1 })).sort(byTask);
  const database = await connect(databaseUrl);
  const look = async () => {
    const { rows } = await database.query<Acknowledged & { done: boolean; counted: number; told: number }>(
      `select t.id as "taskId", a.user_id as "assigneeId", t.status_category = 'done' as done,
         (select count(*)::int from performance_log p where p.task_id = t.id and p.user_id = a.user_id) as counted,
         (select count(*)::int from notifications n
          where n.task_id = t.id and n.recipient_id = a.user_id and n.type = 'task_assigned') as told
       from tasks t join assignments a on a.organization_id = t.organization_id and a.task_id = t.id
       where t.title = $1`,
      [title],
    );
    return rows.sort(byTask);
  };
  for (let tries = 0; tries < 200 && (await look()).some(({ told }) => told === 0); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  expect(await look()).toEqual(wished);
  await database.end();
}

const byTask = (one: Acknowledged, other: Acknowledged) => (one.taskId < other.taskId ? -1 : 1);

async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

async function ask(
  url: string,
  path: string,
  body: object,
  token = '',
  key = '',
  method = 'POST',
): Promise<Record<string, unknown>> {
  const headers = {
    'content-type': 'application/json',
    ...(token && { authorization: `Bearer ${token}` }),
    ...(key && { 'idempotency-key': key }),
  };
  const response = await fetch(url + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${path} answered ${response.status}: ${await response.text()}`);
  return (await response.json()) as Record<string, unknown>;
}

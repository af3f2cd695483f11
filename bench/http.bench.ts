import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import autocannon from 'autocannon';
import pg from 'pg';
import { startEmbedded } from '#platform/postgres/embedded/embedded-server';
import { fill, type Sample } from './http/database.ts';
import { cpuOf, rssOf, start } from './http/processes.ts';
import { eventLatency } from './http/event-latency.ts';

const ROUNDS = Number(process.env.BENCH_ROUNDS ?? 5);
const SECONDS = Number(process.env.BENCH_SECONDS ?? 4);
const CONNECTIONS = 16;
const [API, FLOOR] = ['http://127.0.0.1:39101', 'http://127.0.0.1:39102'];

interface Measured {
  rate: number;
  p50: number;
  p99: number;
  cpu: number;
  failures: number;
}

type Requests = autocannon.Request[];

const dataDir = mkdtempSync(join(tmpdir(), 'muster-bench-'));
const server = await startEmbedded({ dataDir, log: () => undefined });
const secrets = {
  JWT_SECRET: randomBytes(32).toString('hex'),
  ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
};
const api = await start(
  'dist/apps/api/main.js',
  {
    ...secrets,
    DATABASE_URL: server.url,
    MUSTER_DATA_DIR: dataDir,
    MUSTER_DEMO: 'false',
    PORT: '39101',
    RATE_LIMIT_PER_MINUTE: '1000000',
    LOG_LEVEL: 'warn',
    NODE_ENV: 'production',
  },
  `${API}/health`,
);
const { token, sample } = await prepare();
const floorEnv = {
  FLOOR_URL: server.url,
  FLOOR_PORT: '39102',
  FLOOR_ORGANIZATION: sample.organizationId,
  FLOOR_USER: sample.userId,
};
const floor = await start('dist/bench/http/floor.js', floorEnv, `${FLOOR}/tasks/${sample.read[0]}`);

const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
const pids = { api: api.pid!, floor: floor.pid!, postgres: server.pid! };

try {
  console.log(`| case | floor req/s | Muster req/s | share | p50 ms | p99 ms | CPU ms (floor) | CPU ms | goal |`);
  console.log(`|---|---|---|---|---|---|---|---|---|`);
  const list = (id: string) => (base: string) => `${base}/projects/${id}/tasks?status=todo&order_by=due_date&limit=50`;
  await compare('list 50, status, by due date', '≥ 60 %', get(list(sample.small)));
  await compare(
    'read one',
    '≥ 40 %',
    each((id) => ({ path: `/tasks/${id}` })),
  );
  const title = { body: JSON.stringify({ title: 'Measured' }) };
  await compare('create', '≥ 35 %', [{ method: 'POST', path: `/projects/${sample.small}/tasks`, ...title }]);
  const statuses = ['in_progress', 'review', 'todo', 'backlog'];
  await compare(
    'status change',
    '≥ 35 %',
    each((id, n) => ({
      method: 'PATCH',
      path: `/tasks/${id}/status`,
      body: JSON.stringify({ status: statuses[n % statuses.length] }),
    })),
  );
  await alone(list);
  await eventLatency({ api: API, token, projectId: sample.small, taskId: sample.read[1]!, ownerUrl: server.url });
  console.log(`\nRSS of the API process after the run: ${rssOf(pids.api)} MiB (goal ≤ 300)`);
} finally {
  api.kill();
  floor.kill();
  await server.stop();
  rmSync(dataDir, { recursive: true, force: true });
}

function get(path: (base: string) => string): Requests {
  return [{ path: path('') }];
}

function each(request: (id: string, n: number) => autocannon.Request): Requests {
  return sample.read.slice(0, 500).map(request);
}

/** Both in turn, several rounds; medians. */
async function compare(name: string, goal: string, requests: Requests): Promise<void> {
  const [ours, theirs]: [Measured[], Measured[]] = [[], []];
  const prefixed = requests.map((request) => ({ ...request, path: `/api/v1${request.path}` }));
  for (let round = 0; round < ROUNDS; round++) {
    theirs.push(await load(FLOOR!, requests, pids.floor));
    ours.push(await load(API!, prefixed, pids.api));
  }
  const [muster, bare] = [medians(ours), medians(theirs)];
  const share = `${Math.round((100 * muster.rate) / bare.rate)} %`;
  const cells = [
    name,
    Math.round(bare.rate),
    Math.round(muster.rate),
    share,
    muster.p50,
    muster.p99,
    bare.cpu.toFixed(2),
    muster.cpu.toFixed(2),
    goal,
  ];
  console.log(`| ${cells.join(' | ')} |`);
  if (muster.failures + bare.failures > 0) console.log(`failures: ours ${muster.failures}, floor ${bare.failures}`);
}

/** What is compared with Muster itself. */
async function alone(list: (id: string) => (base: string) => string): Promise<void> {
  const paths = {
    'list in a project of 900': list(sample.small)('/api/v1'),
    'list in a project of 10,000': list(sample.large)('/api/v1'),
    'board, a page per column': `/api/v1/projects/${sample.small}/board`,
    'dashboard of a person with 200 tasks': '/api/integration/dashboard/user',
  };
  const measured: Record<string, Measured[]> = {};
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, path] of Object.entries(paths)) {
      (measured[name] ??= []).push(await load(API!, [{ path }], pids.api));
    }
  }
  const base = medians(measured['list in a project of 900']!);
  console.log(`\n| Muster alone | req/s | p50 ms | p99 ms | CPU ms | CPU / list of 900 |\n|---|---|---|---|---|---|`);
  for (const [name, rounds] of Object.entries(measured)) {
    const { rate, p50, p99, cpu } = medians(rounds);
    console.log(`| ${[name, Math.round(rate), p50, p99, cpu.toFixed(2), (cpu / base.cpu).toFixed(2)].join(' | ')} |`);
  }
}

async function load(url: string, requests: Requests, pid: number): Promise<Measured> {
  const cpu = () => cpuOf(pid) + cpuOf(pids.postgres);
  const before = cpu();
  let client = 0;
  // Each connection begins elsewhere in the list, or all of them would queue for the lock of the same row.
  const setupClient = (connection: autocannon.Client) => {
    const from = Math.floor((requests.length * client++) / CONNECTIONS);
    connection.setRequests([...requests.slice(from), ...requests.slice(0, from)]);
  };
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers, requests, setupClient });
  const used = cpu() - before;
  const answered = result['2xx'];
  const { p50, p99 } = result.latency;
  return { rate: answered / result.duration, p50, p99, cpu: used / answered, failures: result.non2xx + result.errors };
}

function medians(rounds: Measured[]): Measured {
  const median = (pick: (one: Measured) => number) =>
    rounds.map(pick).sort((a, b) => a - b)[Math.floor(rounds.length / 2)]!;
  return {
    rate: median((m) => m.rate),
    p50: median((m) => m.p50),
    p99: median((m) => m.p99),
    cpu: median((m) => m.cpu),
    failures: median((m) => m.failures),
  };
}

async function prepare(): Promise<{ token: string; sample: Sample }> {
  const answer = await fetch(`${API}/api/v1/auth/sign-up`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      email: 'bench@example.org',
      password: 'a long enough password',
      name: 'Bench',
      organization_name: 'Bench',
    }),
  });
  const signedUp = (await answer.json()) as {
    access_token: string;
    user: { id: string };
    organization: { id: string };
  };
  const sample = await fill(server.url, signedUp.organization.id, signedUp.user.id);
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  await client.query('checkpoint');
  await client.end();
  return { token: signedUp.access_token, sample };
}

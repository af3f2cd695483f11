import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { loadConfig } from '#platform/config/config';
import { createApi } from '../../apps/api/create-api.ts';
import { createTestDatabase, type TestDatabase } from './test-database.ts';

/** What came back of a request, read as JSON. */
export interface Reply {
  status: number;
  headers: Record<string, string | string[] | number | undefined>;
  // The tests look into bodies of every shape; what they expect stands in their assertions.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  body: any;
}

/** How a request differs from a bare one. */
export interface RequestOptions {
  token?: string;
  headers?: Record<string, string>;
}

/** A person who is signed in. */
export interface Person {
  token: string;
  userId: string;
  organizationId: string;
  email: string;
}

/** A whole Muster on a database of its own. */
export class TestMuster {
  private constructor(
    readonly app: NestFastifyApplication,
    readonly database: TestDatabase,
    readonly url: string,
    readonly dataDir: string,
    private readonly env: Record<string, string>,
    private readonly ownsDatabase: boolean,
  ) {}

  static async start(env: Record<string, string> = {}): Promise<TestMuster> {
    const database = await createTestDatabase();
    const dataDir = mkdtempSync(join(tmpdir(), 'muster-data-'));
    return TestMuster.on(database, dataDir, env, true);
  }

  private static async on(
    database: TestDatabase,
    dataDir: string,
    env: Record<string, string>,
    ownsDatabase: boolean,
  ): Promise<TestMuster> {
    const config = loadConfig({
      NODE_ENV: 'test',
      LOG_LEVEL: process.env.TEST_LOG_LEVEL ?? 'fatal',
      PORT: '0',
      MUSTER_DATA_DIR: dataDir,
      RATE_LIMIT_PER_MINUTE: '1000000',
      DATABASE_URL: database.ownerUrl,
      ...env,
    });
    const app = await createApi(config, { ...database, stop: () => Promise.resolve() }, { worker: true });
    await app.listen(0, '127.0.0.1');
    return new TestMuster(app, database, await app.getUrl(), dataDir, env, ownsDatabase);
  }

  /** Another API on the same database and with the same secrets, as on a second host. */
  secondProcess(env: Record<string, string> = {}): Promise<TestMuster> {
    return TestMuster.on(this.database, this.dataDir, { ...this.env, ...env }, false);
  }

  /** Runs SQL as the owner of the database, past all policies. */
  async owner<T extends object>(text: string, values: unknown[] = []): Promise<T[]> {
    const client = new pg.Client({ connectionString: this.database.ownerUrl });
    await client.connect();
    try {
      return (await client.query<T>(text, values)).rows;
    } finally {
      await client.end();
    }
  }

  async stop(): Promise<void> {
    await this.app.close();
    if (!this.ownsDatabase) return;
    await this.database.drop();
    rmSync(this.dataDir, { recursive: true, force: true });
  }

  get = (path: string, options: RequestOptions = {}) => this.request('GET', path, undefined, options);
  post = (path: string, body: unknown = {}, options: RequestOptions = {}) => this.request('POST', path, body, options);
  patch = (path: string, body: unknown, options: RequestOptions = {}) => this.request('PATCH', path, body, options);
  put = (path: string, body: unknown, options: RequestOptions = {}) => this.request('PUT', path, body, options);
  delete = (path: string, options: RequestOptions = {}) => this.request('DELETE', path, undefined, options);

  async request(method: string, path: string, body: unknown, options: RequestOptions): Promise<Reply> {
    const response = await fetch(this.url + path, {
      method,
      headers: {
        ...(body !== undefined && { 'content-type': 'application/json' }),
        ...(options.token && { authorization: `Bearer ${options.token}` }),
        ...options.headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    const text = await response.text();
    const isJson = response.headers.get('content-type')?.includes('json');
    return {
      status: response.status,
      headers: Object.fromEntries(response.headers),
      body: isJson && text ? JSON.parse(text) : text,
    };
  }

  /** Signs a new person up, with an organization of their own. */
  async signUp(name = 'Ada'): Promise<Person> {
    const email = `${name.toLowerCase()}.${Math.random().toString(36).slice(2)}@example.org`;
    const { status, body } = await this.post('/api/v1/auth/sign-up', {
      email,
      password: 'correct horse battery staple',
      name,
      organization_name: `${name}'s organization`,
    });
    if (status !== 201) throw new Error(`sign-up answered ${status}: ${JSON.stringify(body)}`);
    return { token: body.access_token, userId: body.user.id, organizationId: body.organization.id, email };
  }

  /** A project of the person's organization. */
  async project(person: Person, title = 'Website'): Promise<{ id: string; key: string }> {
    const { status, body } = await this.post('/api/v1/projects', { title }, person);
    if (status !== 201) throw new Error(`creating a project answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }
}

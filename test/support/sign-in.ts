import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Person, Reply, TestMuster } from './muster.ts';

/** What `signUp` signs up with. */
export const password = 'correct horse battery staple';

/** A new person, with the refresh token too. */
export async function signUp(muster: TestMuster, email = `${crypto.randomUUID()}@example.org`) {
  const person = { email, password, name: 'Ada', organization_name: 'Engines' };
  const { status, body } = await muster.post('/api/v1/auth/sign-up', person);
  if (status !== 201) throw new Error(`sign-up answered ${status}: ${JSON.stringify(body)}`);
  const signedUp: Person & { refreshToken: string } = {
    token: body.access_token,
    refreshToken: body.refresh_token,
    userId: body.user.id,
    organizationId: body.organization.id,
    email,
  };
  return signedUp;
}

/** Signs in by e-mail and password. */
export function signIn(muster: TestMuster, email: string, chosen = password, organization_id?: string): Promise<Reply> {
  return muster.post('/api/v1/auth/sign-in', { email, password: chosen, organization_id });
}

/** The texts of the letters to an address; waits until there are so many. */
export async function lettersOf(muster: TestMuster, email: string, atLeast = 0): Promise<string[]> {
  const folder = join(muster.dataDir, 'mail');
  for (let tries = 0; ; tries++) {
    const entries = existsSync(folder) ? readdirSync(folder, { withFileTypes: true }) : [];
    const files = entries.filter((entry) => entry.name.endsWith('.eml'));
    const letters = files.map(({ name }) => readFileSync(join(folder, name), 'utf8').replaceAll('=\r\n', ''));
    const found = letters.filter((letter) => letter.includes(`To: ${email}`));
    if (found.length >= atLeast || tries === 50) return found.map((letter) => letter.replaceAll('=3D', '='));
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** The token of the newest link to a page of the web app, as the letter has it. */
export async function tokenInLetter(muster: TestMuster, email: string, page: string): Promise<string> {
  const link = new RegExp(`/${page}\\?token=([\\w-]+)`);
  for (let tries = 0; tries < 50; tries++) {
    const found = (await lettersOf(muster, email, 1)).flatMap((letter) => link.exec(letter)?.[1] ?? []);
    if (found.length > 0) return found.at(-1)!;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`No letter to ${email} links to ${page}.`);
}

/** What the owner of the database sees. */
export async function rowsOf(muster: TestMuster, statement: string, values: unknown[]): Promise<object[]> {
  const owner = new pg.Client({ connectionString: muster.database.ownerUrl });
  await owner.connect();
  try {
    return (await owner.query<object>(statement, values)).rows;
  } finally {
    await owner.end();
  }
}

/** What the audit log says of an organization, in order. */
export async function auditOf(muster: TestMuster, organizationId: string): Promise<string[]> {
  const statement = `select action from audit_entries where organization_id = $1 order by position`;
  const rows = (await rowsOf(muster, statement, [organizationId])) as { action: string }[];
  return rows.map(({ action }) => action);
}

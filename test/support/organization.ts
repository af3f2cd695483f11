import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Person, TestMuster } from './muster.ts';

const PASSWORD = 'correct horse battery staple';

/** An organization with its owner, into which others are invited. */
export class TestOrganization {
  /** Where the organization is on the API. */
  readonly path: string;

  private constructor(
    private readonly muster: TestMuster,
    readonly owner: Person,
    /** Ids of the built-in roles by their keys. */
    readonly roles: Readonly<Record<string, string>>,
  ) {
    this.path = `/api/v1/organizations/${owner.organizationId}`;
  }

  static async found(muster: TestMuster, ownerName = 'Olga'): Promise<TestOrganization> {
    const owner = await muster.signUp(ownerName);
    const { body } = await muster.get('/api/v1/roles?limit=200', owner);
    const roles = body.data.map(({ key, id }: { key: string; id: string }) => [key, id]);
    return new TestOrganization(muster, owner, Object.fromEntries(roles));
  }

  /** A new member with a role, by its key or id. */
  async welcome(name: string, role: string): Promise<Person> {
    const email = `${name.toLowerCase()}.${Math.random().toString(36).slice(2)}@example.org`;
    await this.invite(email, role);
    const token = await this.invitationToken(email);
    const { status, body } = await this.muster.post('/api/v1/invitations/accept', { token, name, password: PASSWORD });
    if (status !== 200) throw new Error(`accepting answered ${status}: ${JSON.stringify(body)}`);
    return { token: body.access_token, userId: body.user.id, organizationId: this.owner.organizationId, email };
  }

  async invite(email: string, role: string): Promise<{ id: string }> {
    const invitation = { email, role_id: this.roles[role] ?? role };
    const { status, body } = await this.muster.post(`${this.path}/invitations`, invitation, this.owner);
    if (status !== 201) throw new Error(`inviting answered ${status}: ${JSON.stringify(body)}`);
    return body;
  }

  /** The token of the newest letter to an address; letters become files where there is no mail server. */
  async invitationToken(email: string): Promise<string> {
    for (let attempt = 0; attempt < 400; attempt++) {
      const toThem = this.letters().filter((text) => text.includes(`To: ${email}`));
      const token = toThem.flatMap((text) => /mst_inv_[\w-]+/.exec(text.replace(/=\r?\n/g, ''))?.[0] ?? []).at(-1);
      if (token) return token;
      await sleep(20);
    }
    throw new Error(`There is no letter to ${email}.`);
  }

  private letters(): string[] {
    const folder = join(this.muster.dataDir, 'mail');
    const names = readdirSync(folder, { withFileTypes: true, recursive: false });
    return names
      .map(({ name }) => name)
      .filter((name) => name.endsWith('.eml'))
      .sort()
      .map((name) => readFileSync(join(folder, name), 'utf8'));
  }
}

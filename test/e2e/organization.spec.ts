import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Person, TestMuster } from '../support/muster.ts';
import { TestOrganization } from '../support/organization.ts';

describe('An organization and its people', () => {
  let muster: TestMuster;
  let acme: TestOrganization;
  let owner: Person;

  beforeAll(async () => {
    muster = await TestMuster.start();
    acme = await TestOrganization.found(muster);
    owner = acme.owner;
  });

  afterAll(() => muster?.stop());

  describe('An organization', () => {
    it('is shown to its members and to nobody else', async () => {
      expect(await muster.get(acme.path, owner)).toMatchObject({ status: 200, body: { time_zone: 'UTC' } });
      const stranger = await muster.signUp('Sam');
      expect((await muster.get(acme.path, stranger)).status).toBe(404);
      expect((await muster.get(`${acme.path}/members`, stranger)).status).toBe(404);
      expect((await muster.patch(acme.path, { name: 'Mine' }, stranger)).status).toBe(404);
    });

    it('changes under If-Match, and refuses a time zone that there is not', async () => {
      const { headers, body } = await muster.get(acme.path, owner);
      const changed = await muster.patch(
        acme.path,
        { time_zone: 'Europe/Berlin' },
        {
          ...owner,
          headers: { 'if-match': String(headers.etag) },
        },
      );
      expect(changed).toMatchObject({ status: 200, body: { time_zone: 'Europe/Berlin', version: body.version + 1 } });
      const late = { ...owner, headers: { 'if-match': String(headers.etag) } };
      expect((await muster.patch(acme.path, { name: 'Late' }, late)).status).toBe(412);
      const wrong = await muster.patch(acme.path, { time_zone: 'Mars/Olympus' }, owner);
      expect(wrong).toMatchObject({ status: 422, body: { errors: [{ pointer: '/time_zone' }] } });
    });
  });

  describe('Members', () => {
    it('join by an invitation that works once', async () => {
      const ada = await acme.welcome('Ada', 'member');
      const { body } = await muster.get(`${acme.path}/members/${ada.userId}`, ada);
      expect(body).toMatchObject({ name: 'Ada', role: { key: 'member' }, status: 'active', email: null });
      const seen = await muster.get(`${acme.path}/members/${ada.userId}`, owner);
      expect(seen.body.email).toBe(ada.email);
      const again = await muster.post('/api/v1/invitations/accept', { token: await acme.invitationToken(ada.email) });
      expect(again).toMatchObject({ status: 422, body: { code: 'invitation_refused' } });
    });

    it('are invited once, again with a new link, and not any more when it is taken back', async () => {
      const email = `rosa.${Date.now()}@example.org`;
      const invited = await muster.post(`${acme.path}/invitations`, { email, role_id: acme.roles.viewer }, owner);
      const path = `${acme.path}/invitations/${invited.body.id}`;
      const twice = await muster.post(`${acme.path}/invitations`, { email, role_id: acme.roles.viewer }, owner);
      expect(twice).toMatchObject({ status: 409, body: { code: 'already_invited' } });
      const first = await acme.invitationToken(email);
      expect((await muster.post(`${path}/resend`, {}, owner)).status).toBe(200);
      expect((await muster.post('/api/v1/invitations/accept', { token: first })).status).toBe(422);
      expect((await muster.delete(path, owner)).status).toBe(204);
      expect(await muster.get(path, owner)).toMatchObject({ body: { status: 'revoked' } });
      expect((await muster.post(`${path}/resend`, {}, owner)).status).toBe(409);
      const listed = await muster.get(`${acme.path}/invitations?status=revoked&count=exact`, owner);
      expect(listed.body).toMatchObject({ total: 1, data: [{ email }] });
    });

    it('with an account join without a new one, and sign in as usual', async () => {
      const sue = await muster.signUp('Sue');
      await acme.invite(sue.email, 'viewer');
      const accepted = await muster.post('/api/v1/invitations/accept', {
        token: await acme.invitationToken(sue.email),
      });
      expect(accepted).toMatchObject({ status: 200, body: { account_created: false, user: { id: sue.userId } } });
      expect(accepted.body.access_token).toBeUndefined();
    });

    it('who need an account say so before the invitation is spent', async () => {
      const email = `nina.${Date.now()}@example.org`;
      await acme.invite(email, 'viewer');
      const token = await acme.invitationToken(email);
      const nameless = await muster.post('/api/v1/invitations/accept', { token });
      expect(nameless).toMatchObject({ status: 422, body: { errors: [{ pointer: '/name' }] } });
      const person = { token, name: 'Nina', password: 'correct horse battery staple' };
      expect((await muster.post('/api/v1/invitations/accept', person)).status).toBe(200);
    });

    it('cannot lose the last owner, nor be made owners by others', async () => {
      const me = `${acme.path}/members/${owner.userId}`;
      expect(await muster.patch(me, { role_id: acme.roles.admin }, owner)).toMatchObject({
        status: 409,
        body: { code: 'last_owner' },
      });
      expect((await muster.delete(me, owner)).status).toBe(409);
      const admin = await acme.welcome('Alba', 'admin');
      const other = await acme.welcome('Bea', 'member');
      const made = await muster.patch(`${acme.path}/members/${other.userId}`, { role_id: acme.roles.owner }, admin);
      expect(made).toMatchObject({ status: 403, body: { code: 'owner_required' } });
      expect((await muster.patch(me, { role_id: acme.roles.member }, admin)).status).toBe(403);
      const invited = { email: 'x@example.org', role_id: acme.roles.owner };
      expect((await muster.post(`${acme.path}/invitations`, invited, admin)).status).toBe(403);
    });

    it('cannot lose their last owner to two owners who demote each other at the same moment', async () => {
      const [one, two] = [await muster.signUp('One'), await acme.welcome('Two', 'owner')];
      expect(one.organizationId).not.toBe(two.organizationId);
      const demote = (who: Person, by: Person) =>
        muster.patch(`${acme.path}/members/${who.userId}`, { role_id: acme.roles.admin }, by);
      const [first, second] = await Promise.all([demote(owner, two), demote(two, owner)]);
      expect([first!.status, second!.status].sort()).toEqual([200, 403]);
      const remaining = first!.status === 200 ? two : owner;
      if (remaining === two) {
        expect(
          (await muster.patch(`${acme.path}/members/${owner.userId}`, { role_id: acme.roles.owner }, two)).status,
        ).toBe(200);
        expect((await demote(two, owner)).status).toBe(200);
      }
    });

    it('are invited many at once, each by itself', async () => {
      const items = [
        { email: 'b1@example.org', role_id: acme.roles.viewer },
        { email: 'nonsense', role_id: acme.roles.viewer },
      ];
      const { status, body } = await muster.post(`${acme.path}/invitations/batch`, { items }, owner);
      expect([status, body.results.map((one: { status: number }) => one.status)]).toEqual([200, [201, 400]]);
    });

    it('give no more than they hold', async () => {
      const manager = await acme.welcome('Mia', 'manager');
      const member = await acme.welcome('Max', 'member');
      const path = `${acme.path}/members/${member.userId}`;
      expect(await muster.patch(path, { role_id: acme.roles.admin }, manager)).toMatchObject({
        status: 403,
        body: { code: 'not_yours_to_give', permissions: expect.arrayContaining(['manage_roles']) },
      });
      expect((await muster.patch(path, { role_id: acme.roles.viewer }, manager)).status).toBe(200);
    });

    it('can do nothing once deactivated, and everything again afterwards', async () => {
      const tom = await acme.welcome('Tom', 'member');
      const path = `${acme.path}/members/${tom.userId}`;
      expect((await muster.get('/api/v1/projects', tom)).status).toBe(200);
      expect((await muster.delete(path, owner)).status).toBe(204);
      expect((await muster.get('/api/v1/projects', tom)).status).toBe(401);
      expect((await muster.patch(path, { status: 'active', weekly_hours: 20 }, owner)).body).toMatchObject({
        status: 'active',
        weekly_hours: 20,
      });
      expect((await muster.get('/api/v1/projects', tom)).status).toBe(200);
    });

    it('are listed page by page', async () => {
      const first = await muster.get(`${acme.path}/members?limit=2&count=exact&order_by=-name`, owner);
      expect(first.body.data).toHaveLength(2);
      const next = await muster.get(
        `${acme.path}/members?limit=200&order_by=-name&cursor=${first.body.next_cursor}`,
        owner,
      );
      expect(next.body.data).toHaveLength(first.body.total - 2);
      const foreign = await muster.get(
        `${acme.path}/members?status=active&order_by=-name&cursor=${first.body.next_cursor}`,
        owner,
      );
      expect(foreign).toMatchObject({ status: 400, body: { code: 'foreign_cursor' } });
    });
  });

  describe('The audit log', () => {
    it('says who did what, before and after, without secrets', async () => {
      const { body } = await muster.get(`/api/v1/audit?action=member.*&count=exact`, owner);
      expect(body.total).toBeGreaterThan(3);
      expect(body.data[0]).toMatchObject({ subject_type: 'Member', actor: { id: expect.any(String) } });
      const joined = body.data.find((entry: { action: string }) => entry.action === 'member.joined');
      expect(JSON.stringify(joined.changes)).not.toContain('@example.org');
      const zone = await muster.get('/api/v1/audit?q=Europe/Berlin', owner);
      expect(zone.body.data).toMatchObject([{ changes: { time_zone: ['UTC', 'Europe/Berlin'] } }]);
    });

    it('is sealed soon after', async () => {
      const sealed = async () => {
        const [row] = await muster.owner<{ open: string }>(
          `select count(*) as open from audit_entries a where organization_id = $1 and position > coalesce(
             (select max(to_position) from audit_seals s where s.organization_id = a.organization_id), 0)`,
          [owner.organizationId],
        );
        return Number(row!.open) === 0;
      };
      for (let attempt = 0; attempt < 100 && !(await sealed()); attempt++) {
        await new Promise((resolve) => setTimeout(resolve, 100));
      }
      expect(await sealed()).toBe(true);
    });

    it('is exported as CSV and JSON by whoever may, which it remembers', async () => {
      const json = await muster.get('/api/v1/audit/export?format=json', owner);
      expect(json.body.length).toBeGreaterThan(10);
      const csv = await muster.get('/api/v1/audit/export?action=member.*', owner);
      const lines = csv.body.trim().split('\r\n');
      expect(lines[0]).toMatch(/^position,occurred_at,action/);
      expect(lines.length).toBeGreaterThan(2);
      const remembered = await muster.get('/api/v1/audit?action=audit.exported&count=exact', owner);
      expect(remembered.body.total).toBe(2);
      const mel = await acme.welcome('Mel', 'manager');
      expect((await muster.get('/api/v1/audit', mel)).status).toBe(403);
    });
  });
});

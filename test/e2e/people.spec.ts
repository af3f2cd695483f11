import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { randomUUID } from 'node:crypto';
import pg from 'pg';
import { type Person, TestMuster } from '../support/muster.ts';

describe('What is known of people', () => {
  let muster: TestMuster;
  let ada: Person;
  let ben: string;

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
    ben = await addMember('Ben');
  }, 60_000);

  afterAll(() => muster?.stop());

  async function addMember(name: string): Promise<string> {
    const owner = new pg.Client({ connectionString: muster.database.ownerUrl });
    await owner.connect();
    const id = randomUUID();
    await owner.query(`insert into accounts (id, email, name) values ($1, $2, $3)`, [id, `${id}@example.org`, name]);
    await owner.query(
      `insert into members (organization_id, user_id, email, name, role_id)
       select $1, $2, $3, $4, id from roles where organization_id = $1 and key = 'member'`,
      [ada.organizationId, id, `${id}@example.org`, name],
    );
    await owner.end();
    return id;
  }

  it('starts with a catalogue of skills that can be listed, changed, merged and left', async () => {
    const made = await muster.post('/api/v1/skills', { name: 'TypeScript', category: 'Code', aliases: ['TS'] }, ada);
    expect(made).toMatchObject({ status: 201, body: { name: 'TypeScript', aliases: ['TS'], people: 0, version: 1 } });
    const path = `/api/v1/skills/${made.body.id}`;
    expect(await muster.post('/api/v1/skills', { name: 'ts' }, ada)).toMatchObject({ status: 409 });
    const edit = { description: 'Typed.' };
    const stale = await muster.patch(path, edit, { ...ada, headers: { 'if-match': '"v9"' } });
    expect(stale.status).toBe(412);
    expect(await muster.patch(path, edit, ada)).toMatchObject({
      status: 200,
      body: { description: 'Typed.', version: 2 },
    });
    const other = await muster.post('/api/v1/skills', { name: 'Typed script' }, ada);
    expect(await muster.post(`${path}/merge`, { from_id: other.body.id }, ada)).toMatchObject({
      status: 200,
      body: { aliases: ['TS', 'Typed script'] },
    });
    const listed = await muster.get('/api/v1/skills?q=typed&count=exact', ada);
    expect(listed.body).toMatchObject({ total: 1, data: [{ name: 'TypeScript' }] });
    const gone = await muster.post('/api/v1/skills', { name: 'Fax' }, ada);
    expect(await muster.delete(`/api/v1/skills/${gone.body.id}`, ada)).toMatchObject({ status: 204 });
    expect(await muster.get(`/api/v1/skills/${gone.body.id}`, ada)).toMatchObject({ status: 404 });
  });

  it('tells what somebody can do, how it came, and who vouches for it', async () => {
    const path = `/api/v1/members/${ben}/skills`;
    const put = await muster.put(
      path,
      {
        skills: [
          { name: 'ts', proficiency: 78.5 },
          { name: 'Chess', proficiency: 10 },
        ],
      },
      ada,
    );
    expect(put.body).toMatchObject({
      name: 'Ben',
      skills: [
        { skill: 'TypeScript', proficiency: 78.5, level: 'Advanced', endorsements: [] },
        { skill: 'Chess', proficiency: 10, level: 'Novice' },
      ],
    });
    const [typescript, chess] = put.body.skills;
    await muster.patch(path, { skills: [{ skill_id: chess.skill_id, proficiency: 20 }] }, ada);
    const vouched = await muster.post(`${path}/${typescript.skill_id}/endorsements`, { note: 'Yes!' }, ada);
    expect(vouched.body.skills[0].endorsements).toMatchObject([{ user_id: ada.userId, name: 'Ada', note: 'Yes!' }]);
    expect(await muster.delete(`${path}/${typescript.skill_id}/endorsements`, ada)).toMatchObject({ status: 204 });
    expect(await muster.delete(`${path}/${chess.skill_id}`, ada)).toMatchObject({ status: 204 });
    const history = await muster.get(`${path}/history?skill_id=${typescript.skill_id}`, ada);
    expect(history.body.data).toMatchObject([
      { skill: 'TypeScript', before: 0, after: 78.5, reason: { kind: 'rated' } },
    ]);

    const own = `/api/v1/members/${ada.userId}/skills`;
    await muster.put(own, { skills: [{ name: 'Chess', proficiency: 50 }] }, ada);
    const self = await muster.post(`${own}/${chess.skill_id}/endorsements`, {}, ada);
    expect(self).toMatchObject({ status: 422, body: { code: 'self_endorsement' } });
    expect(await muster.put(path, { skills: [{ proficiency: 5 }] }, ada)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/skills/0' }] },
    });
    expect(await muster.get(`/api/v1/members/${randomUUID()}/skills`, ada)).toMatchObject({ status: 404 });
  });

  it('knows when somebody is away', async () => {
    const path = `/api/v1/members/${ben}/absences`;
    const planned = await muster.post(path, { starts_on: '2026-12-21', ends_on: '2027-01-01' }, ada);
    expect(planned).toMatchObject({ status: 201, body: { user_id: ben, kind: 'leave', version: 1 } });
    const one = `${path}/${planned.body.id}`;
    expect(await muster.patch(one, { ends_on: '2026-12-20' }, ada)).toMatchObject({
      status: 422,
      body: { errors: [{ pointer: '/ends_on' }] },
    });
    expect(await muster.patch(one, { kind: 'training' }, ada)).toMatchObject({
      status: 200,
      body: { kind: 'training' },
    });
    expect((await muster.get(`${path}?from=2027-01-02`, ada)).body.data).toEqual([]);
    expect((await muster.get(`${path}?from=2027-01-01`, ada)).body.data).toHaveLength(1);
    expect(await muster.delete(one, ada)).toMatchObject({ status: 204 });
    expect(await muster.get(one, ada)).toMatchObject({ status: 404 });
  });

  it('judges by policies that the organization sets', async () => {
    const path = `/api/v1/organizations/${ada.organizationId}/policies`;
    const { body } = await muster.get(path, ada);
    expect(body).toMatchObject({ skills: { base: 1.5, match_above: 1 }, assignment: { weights: { skill_fit: 30 } } });
    const levels = [
      { name: 'New', from: 0 },
      { name: 'Seasoned', from: 70 },
    ];
    const changed = await muster.patch(path, { skill_levels: levels, skills: { base: 2 } }, ada);
    expect(changed).toMatchObject({ status: 200, body: { skill_levels: levels, skills: { base: 2, match_above: 1 } } });
    expect((await muster.get('/api/v1/levels', ada)).body.skills).toEqual(levels);
    expect((await muster.get(`/api/v1/members/${ben}/skills`, ada)).body.skills[0].level).toBe('Seasoned');
    const bad = await muster.patch(path, { assignment: { weights: { charm: 5 } } }, ada);
    expect(bad).toMatchObject({ status: 422, body: { errors: [{ pointer: '/assignment/weights/charm' }] } });
    const back = await muster.patch(path, { skill_levels: null, skills: null }, ada);
    expect(back.body).toMatchObject({ skills: { base: 1.5 }, skill_levels: [{ name: 'Novice' }, {}, {}, {}, {}] });
    const other = `/api/v1/organizations/${randomUUID()}/policies`;
    expect(await muster.get(other, ada)).toMatchObject({ status: 404 });
  });

  it('stays inside the organization', async () => {
    const eve = await muster.signUp('Eve');
    for (const what of ['skills', 'skills/history', 'performance', 'performance/log', 'absences', 'workload']) {
      const { status, body } = await muster.get(`/api/v1/members/${ben}/${what}`, eve);
      expect(status === 404 || body.data?.length === 0 ? 'hidden' : `${what}: ${status}`).toBe('hidden');
    }
    expect(await muster.put(`/api/v1/members/${ben}/skills`, { skills: [] }, eve)).toMatchObject({ status: 404 });
    expect(await muster.post(`/api/v1/members/${ben}/performance/rebuild`, {}, eve)).toMatchObject({ status: 404 });
    const away = { starts_on: '2026-12-21', ends_on: '2026-12-22' };
    expect(await muster.post(`/api/v1/members/${ben}/absences`, away, eve)).toMatchObject({ status: 404 });
  });

  it('ends where the permission ends', async () => {
    const { body: team } = await muster.get('/api/v1/workload', ada);
    expect(team.members.map(({ name }: { name: string }) => name).sort()).toEqual(['Ada', 'Ben']);
    expect(await muster.get('/api/v1/workload')).toMatchObject({ status: 401 });
  });
});

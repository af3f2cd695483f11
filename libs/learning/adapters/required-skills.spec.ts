import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { CreateSkill, RequiredSkills } from '../index.ts';
import { LearningModule } from '../learning.module.ts';
import { MergeSkills } from '../application/merge-skills.ts';
import { RateSkills } from '../application/rate-skills.ts';
import { TestOrganization } from '../testing/test-organization.ts';
import { learningEntities } from './learning.schema.ts';
import { ProfileReads } from './profile-reads.ts';

describe('The skills that work asks for', () => {
  let organization: TestOrganization;
  const resolve = (wanted: Parameters<RequiredSkills['resolve']>[0], actor = organization.actor) =>
    organization.write(() => organization.app.get(RequiredSkills, { strict: false }).resolve(wanted), actor);

  beforeAll(async () => {
    organization = await TestOrganization.start([LearningModule], learningEntities);
  }, 60_000);

  afterAll(() => organization?.stop());

  it('are found by id, by name and by alias, in whatever case', async () => {
    const id = await organization.execute<string>(
      new CreateSkill(organization.actor, { name: 'TypeScript', aliases: ['TS'] }),
    );
    const found = { skill_id: id, name: 'TypeScript', level: 0, mandatory: true };
    expect(await resolve([{ skill_id: id }])).toEqual([found]);
    expect(await resolve([{ name: ' typescript ' }])).toEqual([found]);
    expect(
      await resolve([
        { name: 'ts', level: 30, mandatory: false },
        { name: 'TYPESCRIPT', level: 60 },
      ]),
    ).toEqual([{ ...found, level: 60 }]);
  });

  it('join the catalogue once when they are new, however many ask at the same time', async () => {
    const all = await Promise.all(
      Array.from({ length: 5 }, () => resolve([{ name: 'Falconry' }, { name: 'falconry' }])),
    );
    expect(new Set(all.map(([skill]) => skill?.skill_id)).size).toBe(1);
    const events = await organization.rows(
      `select data from events where type = 'skill.created' and data->>'name' ilike 'falconry'`,
    );
    expect(events).toHaveLength(1);
  });

  it('are refused with the place in the list when nobody knows them', async () => {
    const reader = organization.actorFor(organization.actor.userId, ['view_tasks']);
    await expect(resolve([{ name: 'TS' }, { name: 'Alchemy' }], reader)).rejects.toMatchObject({
      kind: 'invalid',
      errors: [{ pointer: '/required_skills/1', code: 'unknown_skill' }],
    });
    await expect(resolve([{ skill_id: crypto.randomUUID() }])).rejects.toMatchObject({ code: 'unknown_skill' });
    await expect(resolve([{}])).rejects.toMatchObject({ code: 'unknown_skill' });
  });

  it('are refused a second time under the same name', async () => {
    const again = new CreateSkill(organization.actor, { name: 'Tee-ess', aliases: ['ts'] });
    await expect(organization.execute(again)).rejects.toMatchObject({ code: 'name_taken' });
  });

  it('can be merged: the names, profiles and history of one become those of the other', async () => {
    const { actor } = organization;
    const ana = await organization.member('Ana');
    const [lathe, turning] = await resolve([{ name: 'Lathe work' }, { name: 'Turning' }]);
    const ratings = [
      { name: 'Lathe work', proficiency: 80 },
      { name: 'Turning', proficiency: 40 },
    ];
    await organization.execute(new RateSkills(actor, ana, ratings, true));
    await organization.execute(new MergeSkills(actor, turning!.skill_id, lathe!.skill_id));
    expect(await resolve([{ name: 'lathe WORK' }])).toMatchObject([{ skill_id: turning!.skill_id, name: 'Turning' }]);
    const profile = await organization.read(() => organization.app.get(ProfileReads).profile(actor, ana));
    expect(profile.skills).toMatchObject([{ skill: 'Turning', proficiency: 80, level: 'Advanced' }]);
  });
});

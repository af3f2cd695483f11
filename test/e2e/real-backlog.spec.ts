import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { existsSync, readFileSync } from 'node:fs';
import { type Person, TestMuster } from '../support/muster.ts';

const backlogs = { mesos: 1680, usergrid: 482, springxd: 3526 };
const fileOf = (name: string) => `../shared/data/backlogs/${name}.csv`;
const here = Object.keys(backlogs).filter((name) => existsSync(fileOf(name)));

/** Says plainly what is not tested where the data is absent. */
function leftOut(name: string): void {
  describe(name, () => {
    it('is left out: ../shared/data/backlogs is not here', () => expect(here).toEqual([]));
  });
}

const skillRules = [
  { words: ['c++', 'libprocess', 'compiler'], skill: 'C++', level: 30 },
  { words: ['java', 'jvm', 'maven'], skill: 'Java', level: 30 },
  { words: ['docker', 'container', 'containerizer'], skill: 'Containers', level: 20 },
];

(here.length > 0 ? describe : leftOut)('A real backlog', () => {
  let muster: TestMuster;
  let ada: Person;

  beforeAll(async () => {
    muster = await TestMuster.start();
    ada = await muster.signUp('Ada');
  });

  afterAll(() => muster?.stop());

  const imported = async (
    name: string,
    source = name,
  ): Promise<{ projectId: string; counts: Record<string, number> }> => {
    const { id: projectId } = await muster.project(ada, name);
    const answer = await fetch(`${muster.url}/api/v1/projects/${projectId}/imports?source=${source}`, {
      method: 'POST',
      headers: { 'content-type': 'text/csv', authorization: `Bearer ${ada.token}` },
      body: readFileSync(fileOf(name), 'utf8'),
    });
    const { id } = (await answer.json()) as { id: string };
    await muster.patch(`/api/v1/imports/${id}`, { skill_rules: skillRules }, ada);
    await muster.post(`/api/v1/imports/${id}/run`, {}, ada);
    for (;;) {
      const { body } = await muster.get(`/api/v1/imports/${id}`, ada);
      if (body.status === 'completed') return { projectId, counts: body.counts };
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
  };

  it.each(here)(
    '%s comes in whole, and its bad rows are told',
    async (name) => {
      const { counts } = await imported(name);
      const { created = 0, invalid = 0, failed = 0, updated = 0 } = counts;
      expect(created + invalid + failed + updated).toBe(backlogs[name as keyof typeof backlogs]);
      expect(failed).toBe(0);
      expect(created).toBeGreaterThan(0.95 * backlogs[name as keyof typeof backlogs]);
    },
    180_000,
  );

  if (here.includes('usergrid')) {
    it('finds people by inferred skills, gets done, and moves skills, scores and dashboards', async () => {
      const { projectId } = await imported('usergrid', 'story');
      const skills = await muster.get('/api/v1/skills?q=Java', ada);
      const skillId = skills.body.data.find(({ name }: { name: string }) => name === 'Java').id;
      const rated = await muster.put(
        `/api/v1/members/${ada.userId}/skills`,
        { skills: [{ skill_id: skillId, proficiency: 60 }] },
        ada,
      );
      expect(rated.status).toBe(200);
      const { body } = await muster.get(`/api/v1/projects/${projectId}/tasks?q=java&limit=50`, ada);
      const needsJava = ({ required_skills: needed }: { required_skills: { name: string }[] }) =>
        needed.length === 1 && needed[0]!.name === 'Java';
      const task = body.data.find(needsJava);
      const preview = await muster.post(`/api/v1/tasks/${task.id}/assignment/preview`, {}, ada);
      expect(preview.status).toBe(200);
      expect(preview.body.candidates[0]).toMatchObject({ eligible: true });
      expect((await muster.post(`/api/v1/tasks/${task.id}/assignment`, {}, ada)).status).toBeLessThan(300);

      const before = (await muster.get('/api/integration/dashboard/user', ada)).body;
      expect(before.active_tasks.map(({ id }: { id: string }) => id)).toContain(task.id);
      const done = await muster.post(`/api/integration/tasks/${task.id}/complete`, { notes: 'Done' }, ada);
      expect(done).toMatchObject({ status: 200, body: { success: true, performance_updated: true } });
      expect((await muster.post(`/api/integration/tasks/${task.id}/complete`, {}, ada)).status).toBe(409);

      const after = (await muster.get('/api/integration/dashboard/user', ada)).body;
      expect(after.performance.tasks_completed).toBe(before.performance.tasks_completed + 1);
      const java = after.top_skills.find(({ skill }: { skill: string }) => skill === 'Java');
      expect(java.proficiency).toBeGreaterThan(60);
      expect((await muster.get('/api/integration/dashboard/team', ada)).status).toBe(200);
    }, 120_000);
  }
});

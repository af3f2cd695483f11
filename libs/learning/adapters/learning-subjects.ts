import { sql } from 'kysely';
import type { SubjectDescription } from '#platform/permissions/catalogue';

const person = {
  id: { expression: sql`m.user_id`, type: 'uuid' },
  userId: { expression: sql`m.user_id`, type: 'uuid' },
} as const;

/** What permissions of this context are about, and what their conditions may name. */
export const learningSubjects: Readonly<Record<string, SubjectDescription>> = {
  Skill: { from: sql`skills s`, columns: { id: { expression: sql`s.id`, type: 'uuid' } }, fields: [] },
  SkillProfile: { from: sql`members m`, columns: person, fields: [] },
  Performance: { from: sql`members m`, columns: person, fields: [] },
  Absence: {
    from: sql`absences a`,
    columns: {
      id: { expression: sql`a.id`, type: 'uuid' },
      userId: { expression: sql`a.user_id`, type: 'uuid' },
    },
    fields: [],
  },
  Policy: {
    from: sql`organizations o`,
    columns: { id: { expression: sql`o.organization_id`, type: 'uuid' } },
    fields: [],
  },
};

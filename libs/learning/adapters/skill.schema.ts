import { EntitySchema } from '@mikro-orm/postgresql';
import { InstantType, ListType } from '#platform/postgres/types';
import { Skill } from '../domain/skill.ts';

/** How a skill is stored. */
export const skillSchema = new EntitySchema<Skill>({
  class: Skill,
  tableName: 'skills',
  properties: {
    subjectType: { type: 'any', persist: false, hydrate: false },
    organizationId: { type: 'uuid', primary: true },
    id: { type: 'uuid', primary: true },
    name: { type: 'text' },
    category: { type: 'text' },
    description: { type: 'text' },
    aliases: { type: new ListType('text') },
    names: { type: new ListType('text') },
    version: { type: 'integer', version: true },
    createdAt: { type: new InstantType() },
  },
});

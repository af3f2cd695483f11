import { EntitySchema } from '@mikro-orm/postgresql';
import { InstantType } from '#platform/postgres/types';
import { Absence } from '../domain/absence.ts';

/** How a time away is stored. */
export const absenceSchema = new EntitySchema<Absence>({
  class: Absence,
  tableName: 'absences',
  properties: {
    subjectType: { type: 'any', persist: false, hydrate: false },
    organizationId: { type: 'uuid', primary: true },
    id: { type: 'uuid', primary: true },
    userId: { type: 'uuid' },
    startsOn: { type: 'text', columnType: 'date' },
    endsOn: { type: 'text', columnType: 'date' },
    kind: { type: 'text' },
    note: { type: 'text' },
    version: { type: 'integer', version: true },
    createdAt: { type: new InstantType() },
  },
});

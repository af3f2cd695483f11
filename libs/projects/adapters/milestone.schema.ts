import { EntitySchema } from '@mikro-orm/postgresql';
import { InstantType } from '#platform/postgres/types';
import { Milestone } from '../domain/milestone.ts';

/** How a milestone is stored; its task counts are kept by `CountProgress` and read from the table. */
export const milestoneSchema = new EntitySchema<Milestone>({
  class: Milestone,
  tableName: 'milestones',
  properties: {
    subjectType: { type: 'any', persist: false, hydrate: false },
    organizationId: { type: 'uuid', primary: true },
    id: { type: 'uuid', primary: true },
    projectId: { type: 'uuid' },
    title: { type: 'text' },
    description: { type: 'text' },
    startDate: { type: 'text', columnType: 'date', nullable: true },
    dueDate: { type: 'text', columnType: 'date', nullable: true },
    expectedHours: { type: 'double', nullable: true },
    completedAt: { type: new InstantType(), nullable: true },
    version: { type: 'integer', version: true },
    createdAt: { type: new InstantType() },
    updatedAt: { type: new InstantType() },
  },
});

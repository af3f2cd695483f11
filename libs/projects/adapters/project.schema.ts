import { EntitySchema } from '@mikro-orm/postgresql';
import { InstantType, JsonbType } from '#platform/postgres/types';
import { Project } from '../domain/project.ts';

/** How a project is stored. */
export const projectSchema = new EntitySchema<Project>({
  class: Project,
  tableName: 'projects',
  properties: {
    subjectType: { type: 'any', persist: false, hydrate: false },
    organizationId: { type: 'uuid', primary: true },
    id: { type: 'uuid', primary: true },
    key: { type: 'text' },
    creatorId: { type: 'uuid' },
    title: { type: 'text' },
    description: { type: 'text' },
    status: { type: 'text' },
    priority: { type: 'text' },
    health: { type: 'text' },
    healthReason: { type: 'text' },
    leadId: { type: 'uuid', nullable: true },
    portfolioId: { type: 'uuid', nullable: true },
    startDate: { type: 'text', columnType: 'date', nullable: true },
    dueDate: { type: 'text', columnType: 'date', nullable: true },
    customFields: { type: new JsonbType<Record<string, unknown>>() },
    archivedAt: { type: new InstantType(), nullable: true },
    externalSource: { type: 'text', nullable: true },
    externalId: { type: 'text', nullable: true },
    version: { type: 'integer', version: true },
    createdAt: { type: new InstantType() },
    updatedAt: { type: new InstantType() },
  },
});

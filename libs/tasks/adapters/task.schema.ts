import { EntitySchema } from '@mikro-orm/postgresql';
import { InstantType, JsonbType, ListType } from '#platform/postgres/types';
import { type RequiredSkill, Task, type TaskLink } from '../domain/task.ts';

const text = { type: 'text' } as const;
const textOrNull = { type: 'text', nullable: true } as const;
const id = { type: 'uuid' } as const;
const idOrNull = { type: 'uuid', nullable: true } as const;
const number = { type: 'integer' } as const;
const derived = { type: 'any', persist: false, hydrate: false } as const;

/** How a task is stored. */
export const taskSchema = new EntitySchema<Task>({
  class: Task,
  tableName: 'tasks',
  properties: {
    subjectType: derived,
    isDone: derived,
    isOpen: derived,
    onTime: derived,
    organizationId: { type: 'uuid', primary: true },
    id: { type: 'uuid', primary: true },
    projectId: id,
    number,
    key: text,
    creatorId: id,
    title: text,
    description: text,
    status: text,
    statusCategory: text,
    priority: number,
    difficulty: number,
    requiredSkills: { type: new JsonbType<RequiredSkill[]>() },
    startDate: textOrNull,
    startAt: { type: new InstantType(), nullable: true },
    dueDate: textOrNull,
    dueAt: { type: new InstantType(), nullable: true },
    estimateHours: { type: 'double', nullable: true },
    actualHours: { type: 'double' },
    costMinor: { type: 'double', nullable: true },
    costCurrency: textOrNull,
    labels: { type: new ListType('text') },
    customFields: { type: new JsonbType<Record<string, unknown>>() },
    links: { type: new JsonbType<TaskLink[]>() },
    assigneeIds: { type: new ListType('uuid') },
    milestoneId: idOrNull,
    parentId: idOrNull,
    rank: text,
    result: { type: new JsonbType<Record<string, unknown> | null>(), nullable: true },
    completedAt: { type: new InstantType(), nullable: true },
    completedBy: idOrNull,
    externalSource: textOrNull,
    externalId: textOrNull,
    version: { type: 'integer', version: true },
    createdAt: { type: new InstantType() },
    updatedAt: { type: new InstantType() },
  },
});

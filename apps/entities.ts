import { accessEntities } from '#access/adapters/access.schema';
import { learningEntities } from '#learning/adapters/learning.schema';
import { milestoneSchema } from '#projects/adapters/milestone.schema';
import { portfolioSchema } from '#projects/adapters/portfolio.schema';
import { projectSchema } from '#projects/adapters/project.schema';
import { taskSchema } from '#tasks/adapters/task.schema';
import type { EntitySchema } from '@mikro-orm/postgresql';

/** How the entities of all contexts are stored. */
export const entities = [
  ...accessEntities,
  ...learningEntities,
  projectSchema,
  portfolioSchema,
  milestoneSchema,
  taskSchema,
] as unknown as EntitySchema[];

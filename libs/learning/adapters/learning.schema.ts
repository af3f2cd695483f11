import { absenceSchema } from './absence.schema.ts';
import { skillSchema } from './skill.schema.ts';

/** How the entities of this context are stored. */
export const learningEntities = [skillSchema, absenceSchema];

import { Integer, JsonObject, ListOf } from '#platform/http/fields';
import { LevelBody } from './skill.dto.ts';

/** What may be changed about policies: the numbers that are named; null brings a policy back to its default. */
export class EditPoliciesBody {
  @JsonObject({
    optional: true,
    nullable: true,
    description: 'How a finished task moves a skill',
    example: { base: 1.5 },
  })
  skills?: Record<string, unknown> | null;

  @ListOf(() => LevelBody, { optional: true, nullable: true, description: 'Names of proficiencies, rising from 0' })
  skill_levels?: LevelBody[] | null;

  @JsonObject({
    optional: true,
    nullable: true,
    description: 'How task scores become performance: alpha, prior, weights of the five parts, levels',
    example: { weights: { quality: 40 } },
  })
  performance?: Record<string, unknown> | null;

  @JsonObject({
    optional: true,
    nullable: true,
    description: 'How people are judged for work: weights of the factors, horizon, default hours …',
    example: { weights: { skill_fit: 50 }, default_hours: 6 },
  })
  assignment?: Record<string, unknown> | null;
}

/** The policies in force, defaults filled in. */
export class PoliciesBody {
  @JsonObject()
  skills: Record<string, unknown>;

  @ListOf(() => LevelBody)
  skill_levels: LevelBody[];

  @JsonObject()
  performance: Record<string, unknown>;

  @JsonObject()
  assignment: Record<string, unknown>;

  @Integer({ description: 'Rises with every change of the organization; the ETag', example: 3 })
  version: number;
}

import { Decimal, Id, Instant, Integer, ListOf, MarkdownText, Text } from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { text } from '#platform/http/shapes';

/** What may be changed about a skill. Absent fields stay as they are. */
export class EditSkillBody {
  @Text({ min: 1, max: 100, optional: true, example: 'TypeScript' })
  name?: string;

  @Text({ max: 100, optional: true, example: 'Programming' })
  category?: string;

  @MarkdownText({ max: 5000, optional: true, example: 'Typed JavaScript.' })
  description?: string;

  @ListOf(text({ min: 1, max: 100 }), { max: 50, optional: true, description: 'Other names', example: ['TS'] })
  aliases?: string[];
}

/** A new skill. */
export class CreateSkillBody extends EditSkillBody {
  @Text({ min: 1, max: 100, example: 'TypeScript' })
  declare name: string;
}

/** A skill of the catalogue. */
export class SkillBody extends CreateSkillBody {
  @Id()
  id: string;

  @Integer({ description: 'How many people have it', example: 4 })
  people: number;

  @Integer({ description: 'Rises with every change; the ETag', example: 2 })
  version: number;

  @Instant()
  created_at: string;
}

/** How the catalogue is narrowed. */
export class SkillListQuery extends PageQuery {
  @Text({ max: 200, optional: true, description: 'Part of a name or alias', example: 'script' })
  q?: string;

  @Text({ max: 100, optional: true, example: 'Programming' })
  category?: string;
}

/** Which skill goes. */
export class MergeSkillBody {
  @Id({ description: 'Skill that goes; its names become aliases of the one that stays' })
  from_id: string;
}

/** A name for every score from `from` up to the next level. */
export class LevelBody {
  @Text({ min: 1, max: 60, example: 'Advanced' })
  name: string;

  @Decimal({ min: 0, max: 100, example: 75 })
  from: number;
}

/** How scores are named. */
export class LevelsBody {
  @ListOf(() => LevelBody, { description: 'Of proficiencies' })
  skills: LevelBody[];

  @ListOf(() => LevelBody, { description: 'Of performances' })
  performance: LevelBody[];
}

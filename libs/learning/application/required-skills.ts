/** A skill that a piece of work asks for, as people write it: by id, or by a name or alias. */
export interface WantedSkill {
  skill_id?: string;
  name?: string;
  level?: number;
  mandatory?: boolean;
}

/** The same, found in the catalogue. */
export interface FoundSkill {
  skill_id: string;
  name: string;
  level: number;
  mandatory: boolean;
}

/** Finds the skills that work asks for; names that nobody has used yet join the catalogue. */
export abstract class RequiredSkills {
  /** In the order asked, each skill once with its highest level. InvalidInput with the pointer below `at` for an unknown one. */
  abstract resolve(wanted: readonly WantedSkill[], at?: string): Promise<FoundSkill[]>;
}

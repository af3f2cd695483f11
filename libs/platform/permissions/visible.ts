import type { Actor, Rule, Subject } from '#kernel/index';
import { type RawBuilder, sql } from 'kysely';
import { CaslAbilities, type Columns } from './casl.ts';

/** The condition that leaves only the rows on which the actor may do `action`. */
export function permitted(actor: Actor, action: string, subject: string, columns: Columns): RawBuilder<boolean> {
  return abilitiesOf(actor).condition(action, subject, columns);
}

/** The expression where the actor may read the field, and null where not. */
export function masked(
  actor: Actor,
  subject: string,
  columns: Columns,
  field: string,
  expression: RawBuilder<unknown>,
): RawBuilder<unknown> {
  return sql`case when ${abilitiesOf(actor).condition('view', subject, columns, field)} then ${expression} end`;
}

/** Every rule on a question, the strongest first, and whether it matches; the first that does decides. */
export function rulesOn(
  actor: Actor,
  action: string,
  subject: Subject | string,
  field?: string,
): { rule: Rule; matches: boolean }[] {
  return abilitiesOf(actor).candidates(action, subject, field);
}

function abilitiesOf(actor: Actor): CaslAbilities {
  if (actor.abilities instanceof CaslAbilities) return actor.abilities;
  throw new Error('Only abilities made of rules can become SQL.');
}

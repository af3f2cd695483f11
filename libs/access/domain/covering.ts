import type { Condition, Conditions, Rule } from '#kernel/index';

/**
 * Whether someone bound by the `held` rules (later beat earlier) may surely do all that the `wanted` grant would allow.
 * Errs on the side of no. Costs O(rules × fields).
 */
export function covers(held: readonly Rule[], wanted: Rule): boolean {
  const relevant = held.filter(({ action, subject }) => action === wanted.action && subject === wanted.subject);
  const strongestFirst = relevant.toReversed();
  const fields = wanted.fields ?? [undefined];
  return fields.every((field) => coversField(strongestFirst, wanted, field));
}

function coversField(strongestFirst: readonly Rule[], wanted: Rule, field: string | undefined): boolean {
  for (const { inverted, conditions = {}, fields } of strongestFirst) {
    if (inverted) {
      const otherField = fields && field !== undefined && !fields.includes(field);
      if (!otherField && !areDisjoint(conditions, wanted.conditions ?? {})) return false;
    } else if (!fields || (field !== undefined && fields.includes(field))) {
      if (follows(conditions, wanted.conditions ?? {})) return true;
    }
  }
  return false;
}

/** Whether every subject that meets `narrow` meets `wide` as well. */
function follows(wide: Conditions, narrow: Conditions): boolean {
  return Object.entries(wide).every(([name, condition]) => {
    const given = narrow[name];
    if (given === undefined) return false;
    if (JSON.stringify(given) === JSON.stringify(condition)) return true;
    const [all, some] = [valuesOf(condition), valuesOf(given)];
    return all !== undefined && some !== undefined && some.every((value) => all.includes(value));
  });
}

/** Whether no subject meets both; only sure of attributes that have one value. */
function areDisjoint(one: Conditions, other: Conditions): boolean {
  return ['id', 'projectId'].some((name) => {
    const [some, others] = [valuesOf(one[name]), valuesOf(other[name])];
    return some !== undefined && others !== undefined && !some.some((value) => others.includes(value));
  });
}

function valuesOf(condition: Condition | undefined): readonly unknown[] | undefined {
  if (condition === undefined) return undefined;
  if (typeof condition !== 'object' || condition === null) return [condition];
  return '$in' in condition ? condition.$in : undefined;
}

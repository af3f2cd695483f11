import type { Abilities, Condition, Conditions, Rule, Subject } from '#kernel/index';
import { Ability as CaslAbility, fieldPatternMatcher, type RawRuleOf } from '@casl/ability';
import { type RawBuilder, sql } from 'kysely';

/** How an attribute that conditions name is read in SQL; a list type matches when it contains the value. */
export interface Column {
  expression: RawBuilder<unknown>;
  type: 'uuid' | 'text' | 'numeric' | 'boolean' | 'uuid[]' | 'text[]';
}

/** The attributes of one subject type that conditions may name. */
export type Columns = Readonly<Record<string, Column>>;

type Ability = CaslAbility<[string, string | Subject], Conditions>;

/** Rules as questions that can be asked; later rules beat earlier ones. */
export class CaslAbilities implements Abilities {
  private readonly ability: Ability;

  constructor(
    readonly rules: readonly Rule[],
    readonly codes: ReadonlySet<string>,
  ) {
    this.ability = new CaslAbility<[string, string | Subject], Conditions>(rules as RawRuleOf<Ability>[], {
      conditionsMatcher: (conditions) => (subject) => meets(subject as Subject, conditions),
      fieldMatcher: fieldPatternMatcher,
      detectSubjectType: (subject) => (subject as Subject).subjectType,
    });
  }

  can(action: string, subject: Subject | string, field?: string): boolean {
    return this.ability.can(action, subject, field);
  }

  explain(action: string, subject: Subject | string, field?: string) {
    const rule = this.ability.relevantRuleFor(action, subject, field);
    const reason =
      rule?.reason ?? `no rule grants "${action}" on ${typeof subject === 'string' ? subject : subject.subjectType}`;
    return { allowed: rule !== null && !rule.inverted, reason };
  }

  /** Every rule on the question, the strongest first; the first one that matches decides. */
  candidates(action: string, subject: Subject | string, field?: string): { rule: Rule; matches: boolean }[] {
    const type = typeof subject === 'string' ? subject : subject.subjectType;
    return this.ability
      .rulesFor(action, type, field)
      .map((rule) => ({ rule: rule.origin as Rule, matches: rule.matchesConditions(subject) }));
  }

  /**
   * The same rules as a condition on rows: true exactly for the rows that `can` would say yes to. A weaker rule counts
   * only where no stronger one matches, so the condition grows from the weakest rule outwards.
   */
  condition(action: string, subjectType: string, columns: Columns, field?: string): RawBuilder<boolean> {
    let allowed: RawBuilder<boolean> | boolean = false;
    for (const rule of this.ability.rulesFor(action, subjectType, field).toReversed()) {
      const match = rule.conditions ? conditionsToSql(rule.conditions, columns) : undefined;
      allowed = rule.inverted ? without(allowed, match) : together(allowed, match);
    }
    return typeof allowed === 'boolean' ? sql<boolean>`${sql.lit(allowed)}` : allowed;
  }
}

/** A grant on top of what weaker rules allow; no match means that the grant is unconditional. */
function together(weaker: RawBuilder<boolean> | boolean, match?: RawBuilder<boolean>): RawBuilder<boolean> | boolean {
  if (weaker === true || !match) return true;
  return weaker === false ? match : sql<boolean>`(${match} or ${weaker})`;
}

/** A denial on top of what weaker rules allow. */
function without(weaker: RawBuilder<boolean> | boolean, match?: RawBuilder<boolean>): RawBuilder<boolean> | boolean {
  if (weaker === false || !match) return false;
  return weaker === true ? sql<boolean>`(not ${match})` : sql<boolean>`(not ${match} and ${weaker})`;
}

/** Whether the subject's attributes meet all conditions; an attribute that is absent counts as null. */
function meets(subject: Subject, conditions: Conditions): boolean {
  const attributes = subject as unknown as Record<string, unknown>;
  return Object.entries(conditions).every(([name, condition]) => matches(attributes[name] ?? null, condition));
}

function matches(value: unknown, condition: Condition): boolean {
  if (Array.isArray(value)) {
    if (isComparison(condition) && '$ne' in condition) return !value.includes(condition.$ne);
    return value.some((item) => matches(item, condition));
  }
  if (!isComparison(condition)) return value === condition;
  if ('$in' in condition) return condition.$in.includes(value);
  if ('$ne' in condition) return value !== condition.$ne;
  if (typeof value !== 'number') return false;
  if ('$lt' in condition) return value < condition.$lt;
  if ('$lte' in condition) return value <= condition.$lte;
  if ('$gt' in condition) return value > condition.$gt;
  return value >= condition.$gte;
}

function conditionsToSql(conditions: Conditions, columns: Columns): RawBuilder<boolean> {
  const parts = Object.entries(conditions).map(([name, condition]) => {
    const column = columns[name];
    return column ? columnToSql(column, condition) : sql<boolean>`${matches(null, condition)}::boolean`;
  });
  return parts.length === 0 ? sql<boolean>`true` : sql<boolean>`(${sql.join(parts, sql` and `)})`;
}

function columnToSql({ expression, type }: Column, condition: Condition): RawBuilder<boolean> {
  const isList = type.endsWith('[]');
  const element = sql.raw(isList ? type.slice(0, -2) : type);
  if (!isComparison(condition)) {
    if (condition === null) return isList ? sql<boolean>`false` : sql<boolean>`${expression} is null`;
    return isList
      ? sql<boolean>`${expression} @> array[${condition}]::${element}[]`
      : sql<boolean>`coalesce(${expression} = ${condition}::${element}, false)`;
  }
  if ('$in' in condition) {
    return isList
      ? sql<boolean>`${expression} && ${condition.$in}::${element}[]`
      : sql<boolean>`coalesce(${expression} = any(${condition.$in}::${element}[]), false)`;
  }
  if ('$ne' in condition) {
    return isList
      ? sql<boolean>`not (${expression} @> array[${condition.$ne}]::${element}[])`
      : sql<boolean>`${expression} is distinct from ${condition.$ne}::${element}`;
  }
  const [operator, bound] = Object.entries(condition)[0] as [keyof typeof operators, number];
  return sql<boolean>`coalesce(${expression} ${sql.raw(operators[operator])} ${bound}::${element}, false)`;
}

const operators = { $lt: '<', $lte: '<=', $gt: '>', $gte: '>=' } as const;

type Comparison = Exclude<Condition, string | number | boolean | null>;
const isComparison = (condition: Condition): condition is Comparison =>
  typeof condition === 'object' && condition !== null;

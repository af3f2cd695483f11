import type { Abilities, Condition, Conditions, Rule, Subject } from '#kernel/index';
import { Ability as CaslAbility, fieldPatternMatcher, type RawRuleOf } from '@casl/ability';
import { rulesToCondition } from '@casl/ability/extra';
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

  /** The same rules as a condition on rows: true exactly for the rows that `can` would say yes to. */
  condition(action: string, subjectType: string, columns: Columns, field?: string): RawBuilder<boolean> {
    const rules = this.ability.rulesFor(action, subjectType, field);
    const condition = rulesToCondition<Ability, RawBuilder<boolean>, RawBuilder<boolean>>(
      rules,
      (rule) => {
        const match = rule.conditions ? conditionsToSql(rule.conditions, columns) : sql<boolean>`true`;
        return rule.inverted ? sql<boolean>`not (${match})` : match;
      },
      {
        and: (parts) => sql<boolean>`(${sql.join(parts, sql` and `)})`,
        or: (parts) => sql<boolean>`(${sql.join(parts, sql` or `)})`,
        empty: () => sql<boolean>`true`,
      },
    );
    return condition ?? sql<boolean>`false`;
  }
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

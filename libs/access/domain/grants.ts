import type { Conditions, GrantScope, Permission, Rule } from '#kernel/index';

/** One decision on one permission, as a role, a project membership or an administrator made it. */
export interface Grant {
  permission: Permission;
  effect: 'allow' | 'deny';
  /** Narrows the decision to subjects with these attributes. */
  conditions?: Conditions | null;
  /** Narrows the decision to these fields. */
  fields?: readonly string[] | null;
  scope: Scope;
  /** Who or what decided, in words. */
  source: string;
}

/** Where a decision holds; the nearest to the subject wins. */
export type Scope =
  | { level: 'organization' }
  | { level: 'portfolio'; projectIds: readonly string[] }
  | { level: 'project'; projectIds: readonly string[] }
  | { level: 'task'; taskIds: readonly string[] };

const nearness = { organization: 0, portfolio: 1, project: 2, task: 3 } as const;

/**
 * Rules in order of strength, the strongest last: a nearer decision beats a farther one, and at the same level a denial
 * beats a grant. Costs O(n log n) in the number of grants.
 */
export function rulesOf(
  grants: readonly Grant[],
  userId: string,
  meaning: (code: Permission, scope: GrantScope) => Rule[],
): Rule[] {
  return [...grants].sort(byStrength).flatMap((grant) => rulesOfOne(grant, userId, meaning));
}

function byStrength(a: Grant, b: Grant): number {
  return nearness[a.scope.level] - nearness[b.scope.level] || Number(a.effect === 'deny') - Number(b.effect === 'deny');
}

function rulesOfOne(
  { permission, effect, conditions, fields, scope, source }: Grant,
  userId: string,
  meaning: (code: Permission, scope: GrantScope) => Rule[],
): Rule[] {
  const rules = meaning(permission, { userId, where: (projectAttribute) => scopeConditions(scope, projectAttribute) });
  const fitting = scope.level === 'task' ? rules.filter((rule) => rule.subject === 'Task') : rules;
  return fitting.map((rule) => {
    const all = { ...rule.conditions, ...conditions };
    const onFields = fields?.length ? fields : rule.fields;
    return {
      action: rule.action,
      subject: rule.subject,
      ...(Object.keys(all).length > 0 && { conditions: all }),
      ...(onFields && { fields: onFields }),
      ...(effect === 'deny' && { inverted: true }),
      reason: `${permission} ${effect === 'deny' ? 'denied' : 'granted'} by ${source}`,
    };
  });
}

function scopeConditions(scope: Scope, projectAttribute: string): Conditions {
  switch (scope.level) {
    case 'organization':
      return {};
    case 'portfolio':
    case 'project':
      return { [projectAttribute]: { $in: scope.projectIds } };
    case 'task':
      return { id: { $in: scope.taskIds } };
  }
}

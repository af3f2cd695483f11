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

/** What permission codes stand for, and which attributes a kind of subject has. */
export interface Meaning {
  rulesFor(code: Permission, scope: GrantScope): Rule[];
  hasAttribute(subject: string, attribute: string): boolean;
  /** Whether the field needs a permission of its own. */
  isGuarded(subject: string, field: string): boolean;
}

/**
 * Rules in order of strength, the strongest last: a nearer decision beats a farther one, and at the same level a denial
 * beats a grant. Costs O(n log n) in the number of grants.
 */
export function rulesOf(grants: readonly Grant[], userId: string, meaning: Meaning): Rule[] {
  return [...grants].sort(byStrength).flatMap((grant) => rulesOfOne(grant, userId, meaning));
}

/**
 * The codes that still give something in a project, or in the organization as a whole: some grant of them is not wiped
 * out by an unconditional denial that is nearer, or as near. Costs O(n log n) in the number of grants.
 */
export function effectiveCodes(grants: readonly Grant[], projectId?: string): Set<Permission> {
  const codes = new Set<Permission>();
  for (const { permission, effect, conditions, fields } of grants.filter(holdsIn(projectId)).sort(byStrength)) {
    const isPartial = Object.keys(conditions ?? {}).length > 0 || (fields?.length ?? 0) > 0;
    if (effect === 'allow') codes.add(permission);
    else if (!isPartial) codes.delete(permission);
  }
  return codes;
}

const holdsIn =
  (projectId?: string) =>
  ({ scope }: Grant): boolean =>
    scope.level === 'organization' ||
    (projectId !== undefined && 'projectIds' in scope && scope.projectIds.includes(projectId));

function byStrength(a: Grant, b: Grant): number {
  return nearness[a.scope.level] - nearness[b.scope.level] || Number(a.effect === 'deny') - Number(b.effect === 'deny');
}

function rulesOfOne(grant: Grant, userId: string, meaning: Meaning): Rule[] {
  const { permission, effect, scope, source } = grant;
  const conditions = grant.conditions ?? {};
  const where = (projectAttribute: string) => scopeConditions(scope, projectAttribute);
  return meaning
    .rulesFor(permission, { userId, where })
    .filter(({ subject }) => scope.level !== 'task' || subject === 'Task')
    .filter(({ subject }) => Object.keys(conditions).every((name) => meaning.hasAttribute(subject, name)))
    .flatMap((rule) => {
      const all = narrowed(rule.conditions ?? {}, conditions, effect);
      if (!all) return [];
      const fields = grant.fields?.length ? grant.fields : fieldsOf(rule, effect, meaning);
      return {
        action: rule.action,
        subject: rule.subject,
        ...(Object.keys(all).length > 0 && { conditions: all }),
        ...(fields && { fields }),
        ...(effect === 'deny' && { inverted: true }),
        reason: `${permission} ${effect === 'deny' ? 'denied' : 'granted'} by ${source}`,
      };
    });
}

/**
 * A permission on a subject names the fields that it opens, but to deny it is to deny the subject as a whole; only what
 * is about guarded fields, such as costs, stays about these.
 */
function fieldsOf({ subject, fields }: Rule, effect: Grant['effect'], meaning: Meaning): Rule['fields'] {
  if (effect === 'allow') return fields;
  return fields?.every((field) => meaning.isGuarded(subject, field)) ? fields : undefined;
}

/**
 * Both kinds of conditions together. Where they speak of one attribute differently, the permission's own stay: a grant
 * then gives nothing, and a denial takes all that the permission would give.
 */
function narrowed(own: Conditions, added: Conditions, effect: Grant['effect']): Conditions | undefined {
  const clash = Object.keys(added).some(
    (name) => name in own && JSON.stringify(own[name]) !== JSON.stringify(added[name]),
  );
  if (!clash) return { ...own, ...added };
  return effect === 'allow' ? undefined : own;
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

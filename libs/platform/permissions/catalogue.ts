import type { GrantScope, Permission, PermissionMeaning, Rule } from '#kernel/index';

/** What the permission codes mean, gathered from the contexts that own the subjects. */
export class PermissionCatalogue {
  private readonly meanings: PermissionMeaning[] = [];

  add(meaning: PermissionMeaning): void {
    this.meanings.push(meaning);
  }

  /** The rules that a code stands for in one scope. */
  rulesFor(code: Permission, scope: GrantScope): Rule[] {
    return this.meanings.flatMap((meaning) => meaning[code]?.(scope) ?? []);
  }
}

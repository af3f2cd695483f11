import { permissionCodes } from '#kernel/index';
import { Choice, Flag, Id, JsonObject, ListOf, Text } from '#platform/http/fields';
import { choice, text } from '#platform/http/shapes';

/** A question about a permission. */
export class ExplainQuery {
  @Id({ optional: true, description: 'Whose permission; the caller when absent' }) user?: string;
  @Text({ min: 1, max: 60, description: 'What they would do', example: 'edit' }) action: string;

  @Text({
    pattern: /^[A-Z][A-Za-z]{0,39}(:[0-9a-fA-F-]{36})?$/,
    description: 'A kind of thing (`Task`: any of them), or one thing by its id (`Task:0190…`)',
    example: 'Task',
  })
  subject: string;

  @Text({ max: 60, optional: true, description: 'One field of it', example: 'cost' }) field?: string;
}

/** A rule that speaks to the question. */
export class ExplainedRuleBody {
  @Choice(['allow', 'deny']) effect: string;
  @Text({ max: 500, example: 'view_costs granted by the role "Manager"' }) reason: string;
  @JsonObject({ nullable: true, description: 'What the subject must be like' })
  conditions: Record<string, unknown> | null;
  @ListOf(text({ max: 60 }), { nullable: true, description: 'The only fields it is about' }) fields: string[] | null;
  @Flag({ description: 'The subject meets the conditions' }) matches: boolean;
  @Flag({ description: 'The strongest rule that matches' }) decides: boolean;
}

/** The answer to a question about a permission, and what led to it. */
export class ExplanationBody {
  @Flag() allowed: boolean;
  @Text({ max: 500, example: 'view_tasks granted by the role "Member"' }) reason: string;
  @Id() user_id: string;
  @Text({ max: 60 }) action: string;
  @Text({ max: 80 }) subject: string;
  @Text({ max: 60, nullable: true }) field: string | null;
  @ListOf(() => ExplainedRuleBody, { max: 10_000, description: 'Every rule on the question, the strongest first' })
  rules: ExplainedRuleBody[];
}

/** A rule as CASL takes it (`createMongoAbility(rules)`, or `packRules(rules)` to keep it small). */
export class RuleBody {
  @Text({ max: 60, example: 'edit' }) action: string;
  @Text({ max: 60, example: 'Task' }) subject: string;
  @JsonObject({ optional: true, example: { project_id: { $in: [] } } }) conditions?: Record<string, unknown>;
  @ListOf(text({ max: 60 }), { optional: true, example: ['title'] }) fields?: string[];
  @Flag({ optional: true, description: 'A denial' }) inverted?: boolean;
  @Text({ max: 500, optional: true }) reason?: string;
}

/** What the caller may do: later rules beat earlier ones. */
export class AbilitiesBody {
  @Id() user_id: string;
  @Id() organization_id: string;
  @ListOf(choice(Object.keys(permissionCodes)), { description: 'Codes held in any scope' }) codes: string[];
  @ListOf(() => RuleBody, { max: 10_000 }) rules: RuleBody[];
}

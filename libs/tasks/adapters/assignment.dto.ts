import { Choice, Decimal, Flag, Id, Instant, Integer, ListOf, Nested, Text } from '#platform/http/fields';
import { factorNames } from '#assignment/index';

export class FactorBody {
  @Choice(factorNames, { example: 'skill_fit' })
  name: string;

  @Decimal({ min: 0, max: 1, description: 'How well the person does by this factor', example: 0.92 })
  value: number;

  @Decimal({ min: 0, max: 1, description: 'Share of the factor; all shares sum to 1', example: 0.3 })
  weight: number;

  @Decimal({ min: 0, max: 100, description: '100 × value × weight; the contributions sum to the score', example: 27.6 })
  contribution: number;
}

export class FailedGateBody {
  @Choice(['skills', 'availability', 'capacity'])
  gate: string;

  @Text({ max: 2000, example: 'lacks TypeScript (40 of 60)' })
  reason: string;
}

/** A person judged for a task. */
export class CandidateBody {
  @Integer({ min: 1, example: 1 })
  rank: number;

  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @Decimal({ min: 0, max: 100, example: 81.4 })
  score: number;

  @Flag({ description: 'Whether the person may be given the task' })
  eligible: boolean;

  @ListOf(() => FactorBody)
  factors: FactorBody[];

  @ListOf(() => FailedGateBody, { description: 'What speaks against the person' })
  failed_gates: FailedGateBody[];
}

/** Everyone who may work on the project, best first. */
export class AssignmentPreviewBody {
  @Id()
  task_id: string;

  @ListOf(() => CandidateBody, { max: 100_000 })
  candidates: CandidateBody[];
}

/** Whom to give a task to. */
export class AssignTaskBody {
  @Id({ optional: true, description: 'The person; without one, whoever suits best' })
  user_id?: string;

  @Choice(['best_match', 'manual'], { optional: true, description: 'Follows from user_id when absent' })
  mode?: 'best_match' | 'manual';

  @Text({ max: 1000, optional: true, example: 'Knows the customer' })
  reason?: string;

  @Flag({ optional: true, default: false, description: 'The person gets it although something speaks against it' })
  override?: boolean;

  @Flag({ optional: true, default: false, description: 'Those who have the task keep it' })
  in_addition?: boolean;
}

/** Who was given a task, and what spoke for it. */
export class AssignmentBody {
  @Id()
  assignment_id: string;

  @Text({ description: 'Name of the person', example: 'Ana' })
  assigned_to: string;

  @Id()
  assigned_user_id: string;

  @Choice(['best_match', 'manual'])
  mode: string;

  @Text({ max: 1000, nullable: true })
  reason: string | null;

  @Decimal({ min: 0, max: 100, nullable: true, example: 81.4 })
  score: number | null;

  @ListOf(() => FactorBody)
  factors: FactorBody[];
}

/** Why somebody was not given a task. */
export class RefusalBody {
  @Id()
  user_id: string;

  @Text({ example: 'Ben' })
  name: string;

  @Decimal({ min: 0, max: 100, example: 40.2 })
  score: number;

  @ListOf(() => FailedGateBody)
  reasons: FailedGateBody[];
}

/** What came of it; `assignment` is null when nobody suits. */
export class AssignmentOutcomeBody {
  @Nested(() => AssignmentBody, { nullable: true })
  assignment: AssignmentBody | null;

  @ListOf(() => RefusalBody, { max: 100_000, description: 'What spoke against each candidate, where nobody suits' })
  reasons: RefusalBody[];
}

/** One line of the history of assignments. */
export class AssignmentRecordBody {
  @Id()
  id: string;

  @Id()
  task_id: string;

  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @Choice(['best_match', 'manual'])
  mode: string;

  @Text({ max: 1000, nullable: true })
  reason: string | null;

  @Decimal({ nullable: true, example: 81.4 })
  score: number | null;

  @ListOf(() => FactorBody)
  factors: FactorBody[];

  @Id({ nullable: true })
  assigned_by: string | null;

  @Instant()
  assigned_at: string;

  @Instant({ nullable: true })
  ended_at: string | null;
}

export class UnassignQuery {
  @Id({ optional: true, description: 'Only this person; everyone when absent' })
  user_id?: string;
}

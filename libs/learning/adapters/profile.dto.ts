import {
  Choice,
  Day,
  Decimal,
  Flag,
  Id,
  Instant,
  Integer,
  JsonObject,
  ListOf,
  Nested,
  Text,
} from '#platform/http/fields';
import { PageQuery } from '#platform/http/pages';
import { absenceKinds } from '../domain/absence.ts';

/** The person in a path. */
export class MemberParam {
  @Id() user_id: string;
}

/** A skill of a person in a path. */
export class MemberSkillParam extends MemberParam {
  @Id() skill_id: string;
}

/** A time away of a person in a path. */
export class MemberAbsenceParam extends MemberParam {
  @Id() absence_id: string;
}

/** A skill by id or name, and how good the person is at it. */
export class RatingBody {
  @Id({ optional: true, description: 'Skill of the catalogue; give this or a name' })
  skill_id?: string;

  @Text({ min: 1, max: 100, optional: true, example: 'TypeScript', description: 'Name or alias' })
  name?: string;

  @Decimal({ min: 0, max: 100, example: 78.5 })
  proficiency: number;
}

export class RateSkillsBody {
  @ListOf(() => RatingBody, { max: 200 })
  skills: RatingBody[];
}

export class EndorseBody {
  @Text({ max: 1000, optional: true, example: 'Helped me through the migration.' })
  note?: string;
}

export class EndorsementBody {
  @Id({ description: 'Colleague who vouches' })
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @Text({ max: 1000 })
  note: string;

  @Instant()
  created_at: string;
}

export class ProfileSkillBody {
  @Id()
  skill_id: string;

  @Text({ example: 'TypeScript' })
  skill: string;

  @Text({ example: 'Programming' })
  category: string;

  @Decimal({ min: 0, max: 100, example: 78.5 })
  proficiency: number;

  @Text({ example: 'Advanced' })
  level: string;

  @Instant({ nullable: true })
  last_used_at: string | null;

  @ListOf(() => EndorsementBody)
  endorsements: EndorsementBody[];
}

/** What somebody can do, best first. */
export class ProfileBody {
  @Id()
  user_id: string;

  @Text({ example: 'Ana' })
  name: string;

  @ListOf(() => ProfileSkillBody, { max: 1000 })
  skills: ProfileSkillBody[];
}

/** One step of a skill. */
export class SkillChangeBody {
  @Id()
  id: string;

  @Id()
  skill_id: string;

  @Text({ example: 'TypeScript' })
  skill: string;

  @Id({ nullable: true, description: 'Task that it was learnt from' })
  task_id: string | null;

  @Decimal({ example: 77 })
  before: number;

  @Decimal({ example: 78.5 })
  after: number;

  @JsonObject({ description: 'Why: the factors of the gain, or who stated it' })
  reason: Record<string, unknown>;

  @Instant()
  occurred_at: string;
}

export class SkillHistoryQuery extends PageQuery {
  @Id({ optional: true })
  skill_id?: string;
}

export class LiveScoreBody {
  @Choice(['completion', 'timing', 'quality', 'help', 'technical'])
  part: string;

  @Decimal({ min: 0, max: 100, example: 87.5 })
  score: number;

  @Text({ example: 'Good' })
  level: string;

  @Integer({ description: 'Tasks in which it was measured', example: 12 })
  tasks: number;
}

class StartShareBody {
  @Decimal({ example: 70 })
  score: number;

  @Decimal({ min: 0, max: 1, example: 0.56 })
  weight: number;

  @Decimal({ example: 39.4 })
  contribution: number;
}

class TaskShareBody {
  @Id()
  task_id: string;

  @Decimal({ example: 98 })
  task_score: number;

  @Decimal({ min: 0, max: 1, example: 0.25 })
  weight: number;

  @Decimal({ example: 24.5 })
  contribution: number;
}

export class ExplanationBody {
  @Nested(() => StartShareBody)
  start: StartShareBody;

  @ListOf(() => TaskShareBody, { max: 100_000 })
  tasks: TaskShareBody[];
}

/** How well somebody does, and why: the contributions sum to the score. */
export class PerformanceBody {
  @Id()
  user_id: string;

  @Decimal({ min: 0, max: 100, example: 87.5 })
  score: number;

  @Text({ example: 'Good' })
  level: string;

  @Integer({ example: 12 })
  tasks_completed: number;

  @Decimal({ min: 0, max: 1, nullable: true, example: 0.92 })
  on_time_ratio: number | null;

  @ListOf(() => LiveScoreBody)
  components: LiveScoreBody[];

  @Nested(() => ExplanationBody)
  explanation: ExplanationBody;
}

export class RebuiltBody {
  @Decimal({ example: 87.5 })
  before: number;

  @Decimal({ example: 87.5 })
  after: number;

  @Flag({ description: 'False unless the policies changed since' })
  changed: boolean;
}

/** One finished task in the log of a performance. */
export class PerformanceEntryBody {
  @Id()
  id: string;

  @Id()
  task_id: string;

  @JsonObject({ example: { completion: 100, timing: 100 } })
  components: Record<string, unknown>;

  @Decimal({ example: 98 })
  task_score: number;

  @Flag()
  on_time: boolean;

  @Decimal({ example: 84 })
  before: number;

  @Decimal({ example: 87.5 })
  after: number;

  @Instant()
  occurred_at: string;
}

/** What may be changed about a time away. */
export class EditAbsenceBody {
  @Day({ optional: true, example: '2026-12-21' })
  starts_on?: string;

  @Day({ optional: true, example: '2027-01-01', description: 'The last day away' })
  ends_on?: string;

  @Choice(absenceKinds, { optional: true, default: 'leave' })
  kind?: (typeof absenceKinds)[number];

  @Text({ max: 1000, optional: true })
  note?: string;
}

export class PlanAbsenceBody extends EditAbsenceBody {
  @Day({ example: '2026-12-21' })
  declare starts_on: string;

  @Day({ example: '2027-01-01', description: 'The last day away' })
  declare ends_on: string;
}

/** A time away. */
export class AbsenceBody extends PlanAbsenceBody {
  @Id()
  id: string;

  @Id()
  user_id: string;

  @Integer({ description: 'Rises with every change; the ETag', example: 1 })
  version: number;

  @Instant()
  created_at: string;
}

export class AbsenceListQuery extends PageQuery {
  @Day({ optional: true, description: 'Ends on this day or later' })
  from?: string;

  @Day({ optional: true, description: 'Starts on this day or earlier' })
  to?: string;
}

import { componentsOf, type Components, inRange, type Priority, type SkillUse, type TaskFacts } from '#scoring/index';

/** A task that is done, as far as it says something about those who did it. */
export interface FinishedTask {
  id: string;
  key: string;
  title: string;
  projectId: string;
  difficulty: number;
  priority: Priority;
  requiredSkills: readonly { skill_id: string; name: string }[];
  dueAt: Temporal.Instant | null;
  completedAt: Temporal.Instant;
  estimateHours: number | null;
  actualHours: number;
  /** What came out of it (SPEC TSK-10): `correct` of `total` answers, `review`, `help` and `technical` from 0 to 100. */
  result: Readonly<Record<string, unknown>>;
}

/** What the task asks of a skill, and how well it went. */
export function skillUseOf(task: FinishedTask): Omit<SkillUse, 'proficiency'> {
  const { quality } = componentsOf(verdictsOf(task));
  return {
    difficulty: task.difficulty,
    priority: task.priority,
    lateness: latenessOf(task) ?? 0,
    outcome: (quality ?? 100) / 100,
  };
}

/** The five parts of the task's score, as far as they were measured. */
export function componentsOfTask(task: FinishedTask): Components {
  const measuredTime = task.actualHours > 0 && task.estimateHours !== null;
  return componentsOf({
    ...verdictsOf(task),
    lateness: latenessOf(task),
    ...(measuredTime && { expectedHours: task.estimateHours ?? 0, actualHours: task.actualHours }),
  });
}

/** Whether it was finished by its due moment; true where none was set. */
export const isOnTime = (task: FinishedTask): boolean => (latenessOf(task) ?? 0) <= 0;

/** Days after the due moment, 0 when before; undefined where none was set. */
function latenessOf({ dueAt, completedAt }: FinishedTask): number | undefined {
  return dueAt ? Math.max(0, completedAt.since(dueAt).total('hours') / 24) : undefined;
}

/** Verdicts are data that people and tools write freely, so what is no number in its range counts as not given. */
function verdictsOf({ result }: FinishedTask): TaskFacts {
  const total = measured(result.total, Number.MAX_SAFE_INTEGER);
  return {
    correct: total === undefined ? undefined : measured(result.correct, total),
    total,
    review: measured(result.review, 100),
    help: measured(result.help, 100),
    technical: measured(result.technical, 100),
  };
}

function measured(value: unknown, max: number): number | undefined {
  try {
    return inRange(value, 0, max, '');
  } catch {
    return undefined;
  }
}

import { InvalidInput } from '#kernel/index';

/** What is known about an open task with a due date. */
export interface OpenTask {
  /** Days since work on it began, and days until it is due (negative: overdue). */
  readonly ageDays: number;
  readonly dueInDays: number;
  /** Days that finished tasks of its kind took, in any order. */
  readonly cycleTimes: readonly number[];
  /** Tasks with a due date that the assignee has finished, and how many of them late; the same for the team. */
  readonly person: Track;
  readonly team: Track;
  /** For each unfinished predecessor the probability that it is late. */
  readonly blockers?: readonly number[];
  /** Hours the assignee has to work until then, over hours available; 1 is full. */
  readonly load?: number;
}

/** Finished tasks, and how many of them were late. */
export interface Track {
  readonly finished: number;
  readonly late: number;
}

/** A probability, 0 to 1, and what it is made of: the contributions sum to it. */
export interface LateRisk {
  readonly probability: number;
  /** The assignee's own past late share: no argument makes the risk smaller than that. */
  readonly floor: number;
  readonly contributions: readonly {
    readonly factor: 'past_lateness' | 'time_left' | 'blockers' | 'load';
    readonly value: number;
  }[];
}

/** Tasks' worth of belief in the team's late share before a person has a record of their own. */
const PRIOR_TASKS = 5;

/**
 * Probability that a task will be late. A person's past late share, shrunk to the team's while it is short, is the floor; on top of it
 * comes what the task's age says (the share of tasks as old that took longer than is left: the Kaplan–Meier estimate without
 * censoring), then, of what is left to go well, late predecessors and overload, taken as independent causes (noisy-or, Pearl 1988).
 * Throws `InvalidInput` on counts or shares out of range. O(cycle times).
 */
export function lateRisk(task: OpenTask): LateRisk {
  check(task);
  const teamShare = (task.team.late + 0.5) / (task.team.finished + 1);
  const floor = (task.person.late + PRIOR_TASKS * teamShare) / (task.person.finished + PRIOR_TASKS);
  const time = task.dueInDays < 0 ? 1 : outlasting(task, floor);
  const own = Math.max(floor, time);
  const blocked = 1 - (task.blockers ?? []).reduce((allOnTime, late) => allOnTime * (1 - late), 1);
  const overloaded = Math.max(0, 1 - 1 / Math.max(1, task.load ?? 0));
  const afterBlockers = own + (1 - own) * blocked;
  const probability = afterBlockers + (1 - afterBlockers) * overloaded;
  return {
    probability,
    floor,
    contributions: [
      { factor: 'past_lateness', value: floor },
      { factor: 'time_left', value: own - floor },
      { factor: 'blockers', value: afterBlockers - own },
      { factor: 'load', value: probability - afterBlockers },
    ],
  };
}

/** Share of tasks as old as this one that needed longer than until its due date; one task's worth of `prior`. */
function outlasting({ ageDays, dueInDays, cycleTimes }: OpenTask, prior: number): number {
  const asOld = cycleTimes.filter((days) => days > ageDays);
  return (asOld.filter((days) => days > ageDays + dueInDays).length + prior) / (asOld.length + 1);
}

function check({ ageDays, dueInDays, cycleTimes, person, team, blockers = [], load = 0 }: OpenTask): void {
  const fault = (pointer: string, detail: string) => {
    throw new InvalidInput(pointer, 'number_out_of_range', `${pointer} ${detail}`);
  };
  if (!Number.isFinite(ageDays) || ageDays < 0) fault('/age_days', 'must be a number from 0.');
  if (!Number.isFinite(dueInDays)) fault('/due_in_days', 'must be a number.');
  if (!cycleTimes.every((days) => days >= 0)) fault('/cycle_times', 'must hold numbers from 0.');
  if (!blockers.every((late) => late >= 0 && late <= 1)) fault('/blockers', 'must hold probabilities.');
  if (!Number.isFinite(load) || load < 0) fault('/load', 'must be a number from 0.');
  for (const [pointer, { finished, late }] of Object.entries({ '/person': person, '/team': team })) {
    if (!(late >= 0 && late <= finished && Number.isFinite(finished)))
      fault(pointer, 'must have at least as many tasks finished as late.');
  }
}

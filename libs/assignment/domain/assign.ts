import { type FailedGate, failedGates } from './gates.ts';
import { optimize } from './optimize.ts';
import type { AssignmentPlan, Unassigned } from './plan.ts';
import { type AssignmentPolicy, defaultAssignmentPolicy } from './policy.ts';
import type { AssignmentProblem } from './problem.ts';
import { type FactorContribution, judge, scoreOf, shares } from './rank.ts';
import { type Member, type Team, team } from './team.ts';
import { checkIds, checkPerson, checkTask } from './valid-work.ts';
import type { OpenTask, Person } from './work.ts';

/** A chosen pair with its score (0–100) and the factors that sum to it, as `rank` gives them. */
export interface Assignment {
  readonly task: string;
  readonly person: string;
  readonly score: number;
  readonly factors: readonly FactorContribution[];
}

/** A plan whose pairs explain themselves. */
export type TeamPlan = Omit<AssignmentPlan, 'assignments'> & { readonly assignments: readonly Assignment[] };

/**
 * Shares many tasks out at `now` (epoch milliseconds): every pair that passes the gates and reaches the policy's floor is scored as in `rank`,
 * then `optimize` finds the best plan under what each person has left in hours (capacity − load) and tasks (maxTasks − openTasks).
 * Proven optimal while all tasks take the same hours or nobody's hours are limited; else with the gap to the bound.
 * Throws `InvalidInput` with a pointer. O(tasks × people × skills) plus `optimize`.
 */
export function assign(
  tasks: readonly OpenTask[],
  people: readonly Person[],
  policy: AssignmentPolicy = defaultAssignmentPolicy,
  now: number,
): TeamPlan {
  checkIds(tasks, '/tasks');
  checkIds(people, '/people');
  tasks.forEach((task, i) => checkTask(task, `/tasks/${i}`));
  people.forEach((person, i) => checkPerson(person, `/people/${i}`));

  const asked = team(people, policy, now);
  const weights = shares(policy);
  const refusals = new Map<string, Refusals>();
  const scores = tasks.flatMap((task) => {
    const refused: Refusals = { skills: 0, availability: 0, capacity: 0, floor: 0 };
    refusals.set(task.id, refused);
    return asked.members.flatMap((member) => {
      const [failed] = failedGates(task, member, asked);
      const score = failed ? 0 : scoreOf(task, member, asked, weights);
      if (!failed && score >= policy.scoreFloor) return [{ task: task.id, person: member.person.id, score }];
      refused[failed?.gate ?? 'floor']++;
      return [];
    });
  });
  const plan = optimize({ ...roomOf(tasks, asked), scores, fairness: policy.fairness });
  return { ...plan, ...explained(plan, tasks, asked, refusals) };
}

type Refusals = Record<FailedGate['gate'] | 'floor', number>;

/** What each person has left: in tasks when hours limit nobody or all tasks take the same, in hours otherwise. */
function roomOf(tasks: readonly OpenTask[], { members, policy }: Team): Pick<AssignmentProblem, 'people' | 'tasks'> {
  const efforts = tasks.map(({ hours }) => hours ?? policy.defaultHours);
  const effort = efforts[0] ?? 0;
  const limited = members.some(({ person }) => person.capacity !== undefined);
  const hoursLeft = ({ person, load }: Member) => Math.max(0, (person.capacity ?? Infinity) - load);
  const tasksLeft = ({ person, openTasks }: Member) => Math.max(0, (person.maxTasks ?? Infinity) - openTasks);
  if (limited && efforts.some((hours) => hours !== effort)) {
    const left = members.map((member) => ({
      capacity: finite(hoursLeft(member)),
      maxTasks: finite(tasksLeft(member)),
    }));
    return {
      people: members.map(({ person }, i) => ({ id: person.id, ...left[i] })),
      tasks: tasks.map(({ id }, i) => ({ id, hours: efforts[i] })),
    };
  }
  const fitting = (member: Member) => (effort > 0 ? Math.floor(hoursLeft(member) / effort + 1e-9) : Infinity);
  return {
    people: members.map((member) => ({
      id: member.person.id,
      capacity: finite(Math.floor(Math.min(fitting(member), tasksLeft(member)))),
    })),
    tasks: tasks.map(({ id }) => ({ id })),
  };
}

const finite = (limit: number): number | undefined => (limit === Infinity ? undefined : limit);

function explained(
  plan: AssignmentPlan,
  tasks: readonly OpenTask[],
  asked: Team,
  refusals: ReadonlyMap<string, Refusals>,
): Pick<TeamPlan, 'assignments' | 'unassigned'> {
  const taskOf = new Map(tasks.map((task) => [task.id, task]));
  const memberOf = new Map(asked.members.map((member) => [member.person.id, member]));
  return {
    assignments: plan.assignments.map(({ task, person, score }) => ({
      task,
      person,
      score,
      factors: judge(taskOf.get(task)!, memberOf.get(person)!, asked).factors,
    })),
    unassigned: plan.unassigned.map((left) =>
      left.reason === 'nobody_suits' ? refusedBy(left.task, refusals.get(left.task)!) : left,
    ),
  };
}

function refusedBy(task: string, { skills, availability, capacity, floor }: Refusals): Unassigned {
  const parts = [
    [skills, 'lack a skill'],
    [availability, 'are away'],
    [capacity, 'have no room'],
    [floor, 'score below the floor'],
  ] as const;
  const told = parts.filter(([count]) => count > 0).map(([count, what]) => `${count} ${what}`);
  const reason =
    floor > 0 ? 'below_floor' : skills + availability > 0 || capacity === 0 ? 'nobody_suits' : 'no_capacity';
  return { task, reason, detail: told.length ? `Of all people ${told.join(', ')}.` : 'There are no people.' };
}

import { InvalidInput } from '#kernel/index';
import { checkProblem } from './check-problem.ts';
import { compile, type Compiled } from './compile.ts';
import { CrewFinder } from './crew-finder.ts';
import { Explanation } from './explanation.ts';
import { evolve } from './genetic.ts';
import { impossibleTasks, withoutPlace, type Unplanned } from './impossible.ts';
import { contains, members } from './instance.ts';
import { lowerBound } from './lower-bound.ts';
import { multiRulePass } from './multi-rule.ts';
import { FAR, type Problem } from './problem.ts';
import { seededRandom } from './random.ts';
import type { Assignee, Schedule } from './schedule.ts';
import { Search, type Limits, type Solution } from './search.ts';

/** How long to search, and what to tell meanwhile. */
export interface Budget {
  /** Schedules to generate at most; 5,000 by default. */
  readonly schedules?: number;
  /** The same seed, problem and schedules give the same plan; 1 by default. */
  readonly seed?: number;
  /** Asked after every schedule; true ends the search with the best plan so far. */
  readonly shouldStop?: () => boolean;
  /** Told after every generation. */
  readonly onProgress?: (progress: Progress) => void;
}

/** How far a search is. */
export interface Progress {
  readonly schedulesUsed: number;
  readonly schedulesAllowed: number;
  /** Makespan of the best plan so far; lateness weighs 4,096 times, a task without a place more than all else. */
  readonly bestCost: number;
  readonly lowerBound: number;
}

/** Schedules that a budget may allow. */
const MOST_SCHEDULES = 10_000_000;

/** Schedules that the quick answer may take. */
const QUICK = 60;

/**
 * A good plan at once, for interactive use: the multi-rule pass of some thirty schedules. Throws `InvalidProblem`.
 * O(tasks²) for plans without people and calendars.
 */
export function quickPlan(problem: Problem, { shouldStop }: Pick<Budget, 'shouldStop'> = {}): Schedule {
  return solve(problem, { schedules: QUICK, shouldStop }, multiRulePass);
}

/**
 * The best plan that `budget` allows: the multi-rule pass, then genetic search until the budget ends or the lower bound is met. Never
 * worse than `quickPlan` with at least as many schedules. Throws `InvalidProblem`, and `InvalidInput` on a faulty budget. O(schedules · tasks · log tasks) in practice.
 */
export function bestPlan(problem: Problem, budget: Budget = {}): Schedule {
  const { schedules = 5_000, seed = 1, shouldStop, onProgress } = budget;
  if (!Number.isInteger(schedules) || schedules < 1 || schedules > MOST_SCHEDULES) {
    throw new InvalidInput(
      '/budget/schedules',
      'number_out_of_range',
      `/budget/schedules must be a whole number from 1 to ${MOST_SCHEDULES}.`,
    );
  }
  return solve(problem, { schedules, shouldStop }, (search) => {
    const first = multiRulePass(search);
    evolve(search, first, seededRandom(seed), () =>
      onProgress?.({
        schedulesUsed: search.used,
        schedulesAllowed: schedules,
        bestCost: search.best!.cost,
        lowerBound: search.limits.lowerBound,
      }),
    );
  });
}

/** Sets impossible tasks aside, searches, and searches again without what turned out to have no place. */
function solve(problem: Problem, limits: Omit<Limits, 'lowerBound'>, run: (search: Search) => void): Schedule {
  checkProblem(problem);
  let compiled = compile(problem);
  const unplanned = impossibleTasks(problem, compiled);
  for (let used = 0; ;) {
    const left = new Set(unplanned.map(({ task }) => task));
    if (left.size > 0) compiled = compile(problem, ({ id }) => !left.has(id));
    const bound = lowerBound(compiled.instance);
    // A bound beyond all time tells only that some task has no place.
    const search = new Search(compiled.instance, { ...limits, lowerBound: bound < FAR ? bound : -FAR });
    if (compiled.instance.size > 0) run(search);
    used += search.used;
    const solution = search.best ?? { start: new Int32Array(), finish: new Int32Array(), crew: [], cost: 0 };
    const homeless = withoutPlace(compiled, solution);
    if (homeless.length === 0) return describe(problem, compiled, solution, { unplanned, schedulesUsed: used, bound });
    unplanned.push(...homeless);
  }
}

function describe(
  problem: Problem,
  compiled: Compiled,
  solution: Solution,
  { unplanned, schedulesUsed, bound }: { unplanned: Unplanned[]; schedulesUsed: number; bound: number },
): Schedule {
  const { instance, tasks } = compiled;
  const explanation = new Explanation(compiled, solution, problem.resources ?? []);
  const finish = solution.finish.reduce((last, time) => Math.max(last, time), instance.start);
  return {
    tasks: tasks.map((task, at) => ({
      id: task.id,
      start: solution.start[at]!,
      finish: solution.finish[at]!,
      people: assignees(compiled, solution, at),
      waitedFor: explanation.waits(at),
    })),
    unplanned,
    finish,
    makespan: finish - instance.start,
    lowerBound: bound - instance.start,
    tardiness: solution.finish.reduce((sum, time, at) => sum + Math.max(0, time - instance.due[at]!), 0),
    criticalChain: explanation.criticalChain().map((at) => tasks[at]!.id),
    schedulesUsed,
  };
}

/** Who on the crew answers which demand. */
function assignees({ instance, tasks, people }: Compiled, { crew }: Solution, task: number): Assignee[] {
  const onTask = crew[task];
  if (!onTask) return [];
  const finder = new CrewFinder(instance);
  finder.find(instance.crews[task]!, members(onTask));
  const demands = (tasks[task]!.skills ?? []).filter(({ count = 1 }) => count > 0);
  return people.flatMap(({ id }, at) =>
    contains(onTask, at) ? [{ person: id, skill: demands[finder.demandOf(at)]?.skill ?? null }] : [],
  );
}

import { DomainError, type FieldError } from '#kernel/index';
import { topologicalOrder } from './compile.ts';
import { FAR, LIMIT, type Interval, type PlannedTask, type Problem } from './problem.ts';

/** The problem cannot be read as one: every fault with its place (JSON Pointer), a cycle with the tasks on it. */
export class InvalidProblem extends DomainError {
  constructor(errors: FieldError[]) {
    super('invalid', 'invalid_problem', errors.map(({ detail }) => detail).join(' '), {}, errors);
  }
}

/** Throws `InvalidProblem` unless ids are unique and known, numbers are whole and in range, and precedence has no cycle. O(size). */
export function checkProblem(problem: Problem): void {
  const errors: FieldError[] = [];
  const fault = (pointer: string, code: string, detail: string) => errors.push({ pointer, code, detail });
  const number = (pointer: string, value: number | undefined, least: number) => {
    if (value === undefined || (Number.isInteger(value) && value >= least && value <= LIMIT)) return;
    fault(pointer, 'number_out_of_range', `${pointer} must be a whole number from ${least} to ${LIMIT}, not ${value}.`);
  };
  const hours = (pointer: string, working: readonly Interval[] | undefined) =>
    working?.forEach(([from, to], at) => {
      number(`${pointer}/working/${at}/0`, from, -LIMIT);
      number(`${pointer}/working/${at}/1`, to, -LIMIT);
      if (from > to)
        fault(`${pointer}/working/${at}`, 'interval_reversed', `${pointer}/working/${at} ends before it begins.`);
    });
  const ids = (pointer: string, things: readonly { id: string }[]) => {
    const seen = new Set<string>();
    things.forEach(({ id }, at) => {
      if (seen.has(id)) fault(`${pointer}/${at}/id`, 'duplicate_id', `The id "${id}" appears twice in ${pointer}.`);
      seen.add(id);
    });
    return seen;
  };
  const resources = ids('/resources', problem.resources ?? []);
  const people = ids('/people', problem.people ?? []);
  const tasks = ids('/tasks', problem.tasks);
  const known = (pointer: string, id: string, among: ReadonlySet<string>) => {
    if (!among.has(id)) fault(pointer, 'unknown_id', `${pointer} names "${id}", which does not exist.`);
  };

  number('/start', problem.start, -LIMIT);
  hours('', problem.working);
  problem.resources?.forEach((resource, at) => {
    number(`/resources/${at}/capacity`, resource.capacity, 0);
    hours(`/resources/${at}`, resource.working);
  });
  problem.people?.forEach((person, at) => {
    for (const [skill, level] of Object.entries(person.skills)) {
      const pointer = `/people/${at}/skills/${escape(skill)}`;
      if (!Number.isFinite(level)) fault(pointer, 'not_a_number', `${pointer} must be a number.`);
    }
    hours(`/people/${at}`, person.working);
  });
  problem.tasks.forEach((task, at) => {
    const here = `/tasks/${at}`;
    if ((task.duration === undefined) === (task.effort === undefined)) {
      fault(here, 'duration_or_effort', `Task "${task.id}" needs either a duration or an effort.`);
    }
    number(`${here}/duration`, task.duration, 0);
    number(`${here}/effort`, task.effort, 0);
    number(`${here}/release`, task.release, -LIMIT);
    number(`${here}/due`, task.due, -LIMIT);
    number(`${here}/lock/start`, task.lock?.start, -LIMIT);
    if (task.lock?.people)
      ids(
        `${here}/lock/people`,
        task.lock.people.map((id) => ({ id })),
      );
    task.lock?.people?.forEach((id, who) => known(`${here}/lock/people/${who}`, id, people));
    task.predecessors?.forEach(({ task: before, lag }, link) => {
      number(`${here}/predecessors/${link}/lag`, lag, -LIMIT);
      known(`${here}/predecessors/${link}/task`, before, tasks);
    });
    for (const [resource, units] of Object.entries(task.demands ?? {})) {
      number(`${here}/demands/${escape(resource)}`, units, 0);
      known(`${here}/demands/${escape(resource)}`, resource, resources);
    }
    task.skills?.forEach(({ count, level }, demand) => {
      number(`${here}/skills/${demand}/count`, count, 0);
      if (level !== undefined && !Number.isFinite(level)) {
        fault(`${here}/skills/${demand}/level`, 'not_a_number', `${here}/skills/${demand}/level must be a number.`);
      }
    });
  });
  if (errors.length === 0 && longestPossible(problem) > FAR / 2) {
    fault(
      '/tasks',
      'horizon_too_long',
      'The tasks, one after the other, would last too long: use a coarser unit of time.',
    );
  }
  if (errors.length === 0) errors.push(...cycleFaults(problem.tasks));
  if (errors.length > 0) throw new InvalidProblem(errors);
}

/** Where the plan would end if one task followed the other: beyond that, times no longer fit their arrays. */
function longestPossible({ tasks, start = 0 }: Problem): number {
  const latest = tasks.reduce(
    (last, { release = start, lock }) => Math.max(last, Math.abs(release), Math.abs(lock?.start ?? 0)),
    Math.abs(start),
  );
  const lags = (task: PlannedTask) => (task.predecessors ?? []).reduce((sum, { lag = 0 }) => sum + Math.abs(lag), 0);
  return tasks.reduce((sum, task) => sum + (task.duration ?? task.effort!) + lags(task), latest);
}

const escape = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1');

function cycleFaults(tasks: readonly PlannedTask[]): FieldError[] {
  const index = new Map(tasks.map(({ id }, at) => [id, at]));
  const before = tasks.map((task) => (task.predecessors ?? []).map((link) => index.get(link.task)!));
  const links = before.flatMap((from, to) =>
    from.map((task) => ({ from: task, to, fromStart: false, onFinish: false, lag: 0 })),
  );
  const sorted = new Set(topologicalOrder(tasks.length, links).order);
  if (sorted.size === tasks.length) return [];
  // Every task left over has a predecessor that is left over, so walking backwards must meet itself.
  const walk: number[] = [tasks.findIndex((_, at) => !sorted.has(at))];
  let next = walk[0]!;
  do {
    next = before[next]!.find((task) => !sorted.has(task))!;
    walk.push(next);
  } while (walk.indexOf(next) === walk.length - 1);
  const cycle = walk
    .slice(walk.indexOf(next))
    .reverse()
    .map((at) => tasks[at]!.id);
  const pointer = `/tasks/${next}/predecessors`;
  return [{ pointer, code: 'precedence_cycle', detail: `These tasks wait for each other: ${cycle.join(' → ')}.` }];
}

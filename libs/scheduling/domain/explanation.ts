import type { Compiled } from './compile.ts';
import { contains, type Instance } from './instance.ts';
import { FAR } from './problem.ts';
import type { Wait } from './schedule.ts';
import type { Solution } from './search.ts';

/** A wait together with the index of the task that was waited for, or -1. */
interface Cause {
  readonly wait: Wait;
  readonly task: number;
}

/** Says for each task what it waited for, and which chain of waits makes the plan as long as it is. O(tasks² · demands). */
export class Explanation {
  private readonly instance: Instance;

  constructor(
    private readonly compiled: Compiled,
    private readonly solution: Solution,
    private readonly resources: readonly { readonly id: string }[],
  ) {
    this.instance = compiled.instance;
  }

  waits(task: number): Wait[] {
    return this.causes(task).map(({ wait }) => wait);
  }

  /** From the task that ends last back along what each waited for longest; first to last. */
  criticalChain(): number[] {
    const { finish } = this.solution;
    const planned = Array.from(finish.keys()).filter((task) => finish[task] !== FAR);
    if (planned.length === 0) return [];
    let task = planned.reduce((last, other) => (finish[other]! > finish[last]! ? other : last));
    const chain = [task];
    for (;;) {
      const before = this.causes(task).filter((cause) => cause.task >= 0 && !chain.includes(cause.task));
      if (before.length === 0) return chain.reverse();
      task = before.reduce((last, other) => (finish[other.task]! > finish[last.task]! ? other : last)).task;
      chain.push(task);
    }
  }

  private causes(task: number): Cause[] {
    const { instance, solution } = this;
    const start = solution.start[task]!;
    if (start === FAR) return [];
    if (instance.pinned[task] !== FAR) return [{ wait: { kind: 'lock' }, task: -1 }];
    const causes = [...this.predecessors(task), ...this.resourceHolders(task), ...this.people(task)];
    if (this.isNextChance(task, instance.release[task]!)) causes.push({ wait: { kind: 'release' }, task: -1 });
    const atWork = this.nextChance(task, start - 1) < start;
    if (causes.length === 0 && start > instance.start && !atWork) causes.push({ wait: { kind: 'hours' }, task: -1 });
    return causes;
  }

  private predecessors(task: number): Cause[] {
    const { start, finish } = this.solution;
    const links = this.instance.links.filter(
      ({ to, from, fromStart, onFinish, lag }) =>
        to === task &&
        ((bound) => (onFinish ? bound === finish[task] : this.isNextChance(task, bound)))(
          (fromStart ? start[from]! : finish[from]!) + lag,
        ),
    );
    return links.map(({ from }) => ({
      wait: { kind: 'predecessor', task: this.compiled.tasks[from]!.id },
      task: from,
    }));
  }

  /** Tasks that ended just before and without whose end a resource would not have sufficed. */
  private resourceHolders(task: number): Cause[] {
    const { demandsFrom, demandOf, amount, capacity } = this.instance;
    const causes: Cause[] = [];
    for (let at = demandsFrom[task]!; at < demandsFrom[task + 1]!; at++) {
      const resource = demandOf[at]!;
      for (const other of this.endedJustBefore(task)) {
        const inUse = this.usage(resource, this.solution.finish[other]! - 1);
        if (this.demand(other, resource) > 0 && inUse + amount[at]! > capacity[resource]!) {
          causes.push({
            wait: { kind: 'resource', task: this.compiled.tasks[other]!.id, of: this.resources[resource]!.id },
            task: other,
          });
        }
      }
    }
    return causes;
  }

  private people(task: number): Cause[] {
    const crew = this.solution.crew[task];
    if (!crew) return [];
    return this.endedJustBefore(task).flatMap((other) => {
      const theirs = this.solution.crew[other];
      return this.compiled.people.flatMap((person, at): Cause[] =>
        theirs && contains(crew, at) && contains(theirs, at)
          ? [{ wait: { kind: 'person', task: this.compiled.tasks[other]!.id, of: person.id }, task: other }]
          : [],
      );
    });
  }

  private endedJustBefore(task: number): number[] {
    const { start, finish } = this.solution;
    return Array.from(finish.keys()).filter(
      (other) =>
        other !== task &&
        start[other]! < finish[other]! &&
        finish[other] !== FAR &&
        this.isNextChance(task, finish[other]!),
    );
  }

  /** Whether the task starts at the first working moment from `time` on. */
  private isNextChance(task: number, time: number): boolean {
    const start = this.solution.start[task]!;
    return time > this.instance.start && time <= start && (time === start || this.nextChance(task, time) >= start);
  }

  /** The first moment from `time` on at which everyone and everything on the task is at work. */
  private nextChance(task: number, time: number): number {
    const { hours, personHours } = this.instance;
    const crew = this.solution.crew[task];
    const needed = crew ? personHours.filter((_, person) => contains(crew, person)) : [];
    let moment = time;
    for (let before = NaN; moment !== before && moment < FAR;) {
      before = moment;
      for (const own of [hours[task]!, ...needed]) moment = own?.opening(moment) ?? moment;
    }
    return moment;
  }

  private usage(resource: number, time: number): number {
    const { start, finish } = this.solution;
    let used = 0;
    for (let task = 0; task < start.length; task++)
      if (start[task]! <= time && finish[task]! > time) used += this.demand(task, resource);
    return used;
  }

  private demand(task: number, resource: number): number {
    const { demandsFrom, demandOf, amount } = this.instance;
    for (let at = demandsFrom[task]!; at < demandsFrom[task + 1]!; at++)
      if (demandOf[at] === resource) return amount[at]!;
    return 0;
  }
}

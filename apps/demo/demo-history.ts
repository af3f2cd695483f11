import type { SampleData, SampleTask } from '#learning/index';

/** Days before today on which the demo organization begins. */
export const FIRST_DAY = -70;

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const share = { done: 0.55, begun: 0.2 };

/** One thing that happened to a task of the demo, at a moment (epoch milliseconds). */
export interface Happening {
  at: number;
  /** `begin`: somebody suitable gets the new task and takes it up. */
  verb: 'create' | 'begin' | 'complete';
  /** Which project, and which task of it. */
  project: number;
  place: number;
}

/** A task of the demo with the day on which it is due, counted from today. */
export interface DemoTask extends SampleTask {
  project: number;
  place: number;
}

/**
 * Ten weeks of work up to `now`: most tasks were finished, one in six of them late, some are in hand, the rest waits. In
 * the order in which it happened; the same for the same sample and moment. O(n log n).
 */
export function demoHistory({ projects }: SampleData, now: number): { tasks: DemoTask[]; happenings: Happening[] } {
  const tasks = projects.flatMap((project, at) =>
    project.tasks.map((task, place) => ({ ...task, project: at, place })),
  );
  const happenings = tasks.flatMap((task) => {
    const { project, place } = task;
    const of = projects[project]!.tasks.length;
    const is = (verb: Happening['verb'], at: number): Happening => ({ at, verb, project, place });
    // Work hours that differ from task to task, so that a chart of the day has a shape.
    const hour = (8 + ((place * 7 + project * 3) % 9)) * HOUR;
    const fate = place / of;
    if (fate >= share.done + share.begun) return [is('create', now - (of - place) * DAY + hour - DAY)];
    const day = fate < share.done ? FIRST_DAY + (fate / share.done) * 60 + project * 2 : -6 + (place % 4);
    const created = startOfDay(now) + Math.floor(day) * DAY + hour;
    if (fate >= share.done) return [is('begin', created)];
    const days = 2 + ((place * 5 + project) % 4);
    task.dueInDays = Math.floor(day) + days + (place % 6 === 5 ? -1 : 3);
    return [is('begin', created), is('complete', created + days * DAY)];
  });
  return { tasks, happenings: happenings.filter(({ at }) => at < now).sort((one, other) => one.at - other.at) };
}

const startOfDay = (moment: number) => moment - (moment % DAY);

import { members, type Instance } from './instance.ts';
import { FAR } from './problem.ts';
import { WorkingTime } from './working-time.ts';

/**
 * When a task that begins at `time` with these people is done, or `FAR`. Duration counts while everyone and everything it needs is at
 * work; effort adds up over the people, each in their own hours. O(people · log stretches), effort times log of the length.
 */
export function finishOf(instance: Instance, task: number, crew: Int32Array | null, time: number): number {
  const own = instance.hours[task]!;
  const duration = instance.duration[task]!;
  const effort = instance.effort[task]!;
  if (!crew) return own ? own.finish(time, duration) : time + duration;
  const people = members(crew);
  const hours = people.map((person) => instance.personHours[person]!).filter((personal) => personal !== null);
  if (hours.length === 0 && !own) return time + duration;
  if (effort === 0 || hours.length === 0) return jointHours(own, hours).finish(time, duration);
  const each = hours.map((personal) => jointHours(own, [personal]));
  const always = people.length - hours.length;
  const done = (until: number) =>
    each.reduce(
      (sum, personal) => sum + personal.between(time, until),
      always * (own ? own.between(time, until) : until - time),
    );
  return earliestMoment(time, (until) => done(until) >= effort);
}

/** The least moment after `from` at which `holds`, a condition that stays true once it is. */
export function earliestMoment(from: number, holds: (time: number) => boolean): number {
  if (!holds(FAR - 1)) return FAR;
  let low = from;
  let high = from + 1;
  while (high < FAR - 1 && !holds(high)) high = Math.min(FAR - 1, 2 * high - from);
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const jointly = new WeakMap<WorkingTime, Map<WorkingTime, WorkingTime>>();

/** Common hours, remembered pair by pair: the same crews meet over and over. */
function jointHours(own: WorkingTime | null, others: readonly WorkingTime[]): WorkingTime {
  let joint = own;
  for (const hours of others) {
    if (!joint || joint === hours) {
      joint = hours;
      continue;
    }
    const known = jointly.get(joint) ?? new Map<WorkingTime, WorkingTime>();
    jointly.set(joint, known);
    let both = known.get(hours);
    if (!both) known.set(hours, (both = WorkingTime.intersection([joint, hours])));
    joint = both;
  }
  return joint!;
}

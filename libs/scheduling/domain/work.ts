import { contains, type Instance } from './instance.ts';
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
  const hours = new Set<WorkingTime>();
  let always = 0;
  const members: WorkingTime[] = [];
  instance.personHours.forEach((personal, person) => {
    if (!contains(crew, person)) return;
    if (personal) members.push(personal);
    else always++;
    if (personal) hours.add(personal);
  });
  if (members.length === 0 && !own) return time + duration;
  if (effort === 0 || (members.length === 0 && own)) return jointHours(own, hours).finish(time, duration);
  const all = members.map((personal) => jointHours(own, new Set([personal])));
  const done = (until: number) =>
    all.reduce(
      (sum, personal) => sum + personal.between(time, until),
      always * (own ? own.between(time, until) : until - time),
    );
  return earliestMoment(time, (until) => done(until) >= effort);
}

/** The least moment after `from` at which `holds`, a condition that stays true once it is. */
export function earliestMoment(from: number, holds: (time: number) => boolean): number {
  if (!holds(FAR - 1)) return FAR;
  let low = from;
  let high = FAR - 1;
  while (low < high) {
    const middle = Math.floor((low + high) / 2);
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}

const jointly = new WeakMap<WorkingTime, Map<WorkingTime, WorkingTime>>();

/** Common hours, remembered pair by pair: the same crews meet over and over. */
function jointHours(own: WorkingTime | null, others: ReadonlySet<WorkingTime>): WorkingTime {
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

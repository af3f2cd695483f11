import { CrewFinder } from './crew-finder.ts';
import { contains, isStaffed, members, type Instance } from './instance.ts';
import { FAR } from './problem.ts';
import { Timeline } from './timeline.ts';
import { finishOf } from './work.ts';
import type { WorkingTime } from './working-time.ts';

/**
 * A schedule in the making: finds for one task after the other the earliest place that precedence, resources, people and hours allow,
 * and takes it. Keeps its buffers, so that thousands of schedules allocate nothing but crews.
 */
export class Placement {
  /** Of the tasks placed so far; `FAR` for one that found no place. */
  readonly start: Int32Array;
  readonly finish: Int32Array;
  readonly crew: (Int32Array | null)[];
  /** What the last `seek` found; `foundStart` is `FAR` if nothing. */
  foundStart = FAR;
  private foundFinish = FAR;
  private foundCrew: Int32Array | null = null;
  private foundMoment = 0;
  private readonly crews: CrewFinder;
  private readonly timeline: Timeline;
  /** Moment of the timeline at which each task ends; later searches begin there. */
  private readonly ending: Int32Array;
  private readonly occupied: Int32Array;
  private readonly pins: number[];
  /** The different hours of the people who may work on each task. */
  private readonly calendars: readonly (readonly WorkingTime[])[];

  constructor(readonly instance: Instance) {
    const { size } = instance;
    this.start = new Int32Array(size);
    this.finish = new Int32Array(size);
    this.crew = new Array<Int32Array | null>(size).fill(null);
    this.crews = new CrewFinder(instance);
    this.timeline = new Timeline(instance);
    this.ending = new Int32Array(size);
    this.occupied = new Int32Array(instance.words);
    this.calendars = instance.crews.map((crew) => [
      ...new Set(
        instance.personHours.filter(
          (hours, person) => hours !== null && crew !== null && contains(crew.eligible, person),
        ),
      ),
    ]) as WorkingTime[][];
    this.pins = Array.from(instance.topological).filter((task) => instance.pinned[task] !== FAR);
  }

  /** Empties the schedule but for the locked tasks, which take their places before anyone else. */
  clear(): void {
    this.timeline.clear();
    for (const task of this.pins) {
      const time = this.instance.pinned[task]!;
      const moment = this.timeline.at(time, 0);
      if ((this.instance.hours[task]?.opening(time) ?? time) === time) this.attempt(task, time, moment);
      else this.fail();
      if (this.foundStart !== FAR && this.timeline.shortage(task, moment, this.foundFinish) >= 0) this.fail();
      this.record(task);
    }
  }

  /** Finds the earliest place for a task whose predecessors are placed, not before `origin`. O(moments · (demands + people)). */
  seek(task: number, origin: number): void {
    const { pinned, release, incoming, crews, hours } = this.instance;
    if (pinned[task] !== FAR) return this.confirm(task);
    let earliest = Math.max(origin, release[task]!);
    let leastFinish = -FAR;
    let hint = 0;
    for (let at = incoming.from[task]!; at < incoming.from[task + 1]!; at++) {
      const before = incoming.task[at]!;
      const ended = this.finish[before]!;
      if (ended === FAR) return this.fail();
      const bound = (incoming.fromStart[at] ? this.start[before]! : ended) + incoming.lag[at]!;
      if (incoming.onFinish[at]) leastFinish = Math.max(leastFinish, bound);
      else if (bound >= earliest) {
        earliest = bound;
        if (bound >= ended) hint = this.ending[before]!;
      }
    }
    if (crews[task] || hours[task]) this.seekWithHours(task, earliest, leastFinish, hint);
    else this.seekWithResources(task, earliest, hint);
  }

  /** Takes the place that `seek` found, or notes that there is none. */
  settle(task: number): void {
    if (this.instance.pinned[task] === FAR) this.record(task);
  }

  private record(task: number): void {
    this.start[task] = this.foundStart;
    this.finish[task] = this.foundStart === FAR ? FAR : this.foundFinish;
    this.crew[task] = this.foundStart === FAR ? null : this.foundCrew;
    if (this.foundStart === FAR) return;
    this.ending[task] = this.foundMoment;
    if (this.foundStart === this.foundFinish) return;
    this.ending[task] = this.timeline.take(task, this.foundCrew, this.foundStart, this.foundFinish, this.foundMoment);
  }

  private find(start: number, finish: number, crew: Int32Array | null, moment: number): void {
    this.foundStart = start;
    this.foundFinish = finish;
    this.foundCrew = crew;
    this.foundMoment = moment;
  }

  private fail(): void {
    this.foundStart = FAR;
  }

  private seekWithResources(task: number, earliest: number, hint: number): void {
    const { timeline } = this;
    const length = this.instance.duration[task]!;
    let moment = timeline.at(earliest, hint);
    for (let short = length ? timeline.shortage(task, moment, earliest + length) : -1; short >= 0;) {
      moment = timeline.next[short]!;
      earliest = timeline.time[moment]!;
      short = timeline.shortage(task, moment, earliest + length);
    }
    this.find(earliest, earliest + length, null, moment);
  }

  private seekWithHours(task: number, earliest: number, leastFinish: number, hint: number): void {
    const { timeline } = this;
    const hours = this.instance.hours[task];
    const crew = this.instance.crews[task];
    for (let time = hours?.opening(earliest) ?? earliest; time < FAR; time = hours?.opening(time) ?? time) {
      const moment = (hint = timeline.at(time, hint));
      if (crew && !isStaffed(crew, timeline.busy, moment * this.instance.words)) {
        time = timeline.time[timeline.next[moment]!]!; // hours cannot help while too few are free
        continue;
      }
      this.attempt(task, time, moment);
      if (this.foundStart === FAR) time = this.nextChance(task, time, moment);
      else if (this.foundFinish < leastFinish) time += leastFinish - this.foundFinish;
      else {
        const short = timeline.shortage(task, moment, this.foundFinish);
        if (short < 0 || this.foundFinish === time) return;
        time = timeline.time[timeline.next[short]!]!;
      }
    }
    this.fail();
  }

  /** Looks for people who can start at `time` and stay on the task until it is done. */
  private attempt(task: number, time: number, moment: number): void {
    const { instance, occupied, timeline } = this;
    const crew = instance.crews[task];
    this.fail();
    if (!crew) {
      const finish = finishOf(instance, task, null, time);
      if (finish !== FAR) this.find(time, finish, null, moment);
      return;
    }
    let until = time + instance.duration[task]!;
    occupied.fill(0);
    timeline.collectBusy(occupied, moment, until);
    if (!isStaffed(crew, occupied, 0)) return;
    let candidates = this.candidates(task, time);
    for (let people = this.crews.find(crew, candidates); people; people = this.crews.find(crew, candidates)) {
      const finish = finishOf(instance, task, people, time);
      if (finish === FAR) return;
      if (finish > until) timeline.collectBusy(occupied, moment, (until = finish));
      if (people.every((word, at) => (word & occupied[at]!) === 0)) return this.find(time, finish, people, moment);
      candidates = candidates.filter((person) => !contains(occupied, person));
    }
  }

  /** Who is free and at work: whoever would be done first alone, and of these whoever is missed least elsewhere. */
  private candidates(task: number, time: number): number[] {
    const { crews, duration, personHours, personCost } = this.instance;
    const { eligible, heads } = crews[task]!;
    const free = members(eligible, this.occupied).filter(
      (person) => (personHours[person]?.opening(time) ?? time) === time,
    );
    if (free.length <= heads) return free;
    const calendars = this.calendars[task]!;
    if (calendars.length === 0) return free.sort((a, b) => personCost[a]! - personCost[b]!);
    const done = new Map(calendars.map((hours) => [hours, hours.finish(time, duration[task]!)]));
    const alone = (person: number) => done.get(personHours[person]!) ?? time + duration[task]!;
    return free.sort((a, b) => alone(a) - alone(b) || personCost[a]! - personCost[b]!);
  }

  /** The next time after a failed attempt at which something is different: somebody is done, or somebody's day begins. */
  private nextChance(task: number, time: number, moment: number): number {
    const after = this.timeline.next[moment]!;
    let next = after < 0 ? FAR : this.timeline.time[after]!;
    for (const hours of this.calendars[task]!) next = Math.min(next, hours.nextOpening(time));
    return next;
  }

  /** A locked task keeps its place unless its predecessors came out too late for it. */
  private confirm(task: number): void {
    const { incoming } = this.instance;
    this.foundStart = this.start[task]!;
    for (let at = incoming.from[task]!; at < incoming.from[task + 1]! && this.foundStart !== FAR; at++) {
      const before = incoming.task[at]!;
      const bound = (incoming.fromStart[at] ? this.start[before]! : this.finish[before]!) + incoming.lag[at]!;
      if (this.start[before] === FAR || bound > (incoming.onFinish[at] ? this.finish[task]! : this.start[task]!))
        this.drop(task);
    }
  }

  private drop(task: number): void {
    this.timeline.take(task, this.crew[task]!, this.start[task]!, this.finish[task]!, 0, -1);
    this.fail();
    this.record(task);
  }
}

import { readFileSync } from 'node:fs';
import type { Problem } from '#scheduling/index';

/** Reads a single-mode project of PSPLIB (Kolisch & Sprecher 1996, `.sm`); supersource and supersink stay, as tasks of no length. */
export function readPsplib(path: string): Problem {
  const lines = readFileSync(path, 'utf8').split(/\r?\n/);
  const numbersAfter = (heading: string, skip: number): number[][] => {
    const from = lines.findIndex((line) => line.startsWith(heading)) + skip;
    const upTo = lines.findIndex((line, at) => at >= from && line.startsWith('***'));
    return lines.slice(from, upTo < 0 ? undefined : upTo).map((line) => line.trim().split(/\s+/).map(Number));
  };
  const successors = numbersAfter('PRECEDENCE RELATIONS', 2);
  const requests = numbersAfter('REQUESTS/DURATIONS', 3);
  const capacities = numbersAfter('RESOURCEAVAILABILITIES', 2)[0]!;
  return {
    resources: capacities.map((capacity, at) => ({ id: `R${at + 1}`, capacity })),
    tasks: requests.map(([job, , duration, ...units]) => ({
      id: String(job),
      duration: duration!,
      demands: Object.fromEntries(units.map((amount, at) => [`R${at + 1}`, amount])),
      predecessors: successors
        .filter(([, , , ...next]) => next.includes(job!))
        .map(([before]) => ({ task: String(before) })),
    })),
  };
}

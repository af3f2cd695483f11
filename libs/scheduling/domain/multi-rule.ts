import { ruleValues } from './priorities.ts';
import type { Candidate, Search } from './search.ts';

/** How many of the rules' schedules are improved further. */
const FINALISTS = 3;

/**
 * The quick answer: every priority rule through serial and parallel generation, then forward-backward improvement of the best few
 * until it no longer helps (Tormos & Lova 2001). Some thirty schedules, all of them returned.
 */
export function multiRulePass(search: Search): Candidate[] {
  const found: Candidate[] = [];
  for (const values of ruleValues(search.instance)) {
    if (!search.isOver) found.push(search.parallel(values));
    if (!search.isOver) found.push(search.serial('forward', search.listBy('forward', values)));
  }
  found.sort((a, b) => a.cost - b.cost);
  return [
    ...found.slice(0, FINALISTS).map((candidate) => improveBackAndForth(search, candidate)),
    ...found.slice(FINALISTS),
  ];
}

/** Right and left justification in turns while the schedule gets shorter; never worse than what it began with. */
export function improveBackAndForth(search: Search, candidate: Candidate): Candidate {
  for (let best = candidate; ;) {
    if (search.isOver) return best;
    const late = search.justified(best);
    if (search.isOver) return best;
    const early = search.justified(late);
    if (early.cost >= best.cost) return best;
    best = early;
  }
}

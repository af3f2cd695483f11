import { readFileSync } from 'node:fs';
import { parse } from 'csv-parse/sync';
import { weeklyThroughput } from '#forecasting/index';

/** Weekly counts of resolved issues, for each project and each of its larger components. */
export function readHistories(path: string, least = 200): Map<string, readonly number[]> {
  const rows = parse<Record<string, string>>(readFileSync(path, 'utf8'), { columns: true }).filter(
    ({ resolved }) => resolved,
  );
  const groups = new Map<string, Temporal.PlainDate[]>();
  for (const { project, components, resolved } of rows) {
    const day = Temporal.PlainDate.from(resolved!.slice(0, 10));
    const names = components!
      .split(/[,;|]/)
      .filter(Boolean)
      .map((component) => `${project} ${component.trim()}`);
    for (const name of [project!, ...names]) groups.set(name, [...(groups.get(name) ?? []), day]);
  }
  const large = [...groups].filter(([, days]) => days.length >= least).sort(([a], [b]) => a.localeCompare(b));
  return new Map(
    large.map(([name, days]) => {
      const last = days.reduce((latest, day) => (Temporal.PlainDate.compare(day, latest) > 0 ? day : latest));
      return [name, weeklyThroughput(days, last.add({ days: 1 })).completed];
    }),
  );
}

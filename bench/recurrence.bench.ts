import { type Expander, type Recurring, engines } from './recurrence-engines.ts';

/** One question to all engines: some events, one window, and who takes part (the slow ones sit the long ones out). */
interface Question {
  name: string;
  events: Recurring[];
  from: string;
  to: string;
  without?: string[];
}

const berlin = (rrule: string, dtstart = '20200106T090000'): Recurring => ({ dtstart, tzid: 'Europe/Berlin', rrule });
const tenYears = { from: '2020-01-01T00:00Z', to: '2030-01-01T00:00Z' };
const week = { from: '2050-03-21T00:00Z', to: '2050-03-28T00:00Z' };

const SHAPES = [
  'FREQ=DAILY',
  'FREQ=WEEKLY;BYDAY=MO,WE,FR',
  'FREQ=WEEKLY;INTERVAL=2;BYDAY=TU',
  'FREQ=MONTHLY;BYDAY=-1FR',
  'FREQ=MONTHLY;BYMONTHDAY=15',
  'FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=-1',
  'FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU',
  'FREQ=DAILY;INTERVAL=3',
  'FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR',
  'FREQ=YEARLY',
];
const ZONES = ['Europe/Berlin', 'America/New_York', 'Asia/Tokyo', 'Australia/Sydney', 'America/Sao_Paulo'];

/** Series as a team keeps them: ten shapes, five zones, begun on any day of 2015 to 2024. */
function mixed(size: number): Recurring[] {
  return Array.from({ length: size }, (_, index) => {
    const day = Temporal.PlainDate.from('2015-01-01').add({ days: (index * 37) % 3_600 });
    const hour = String(7 + (index % 11)).padStart(2, '0');
    const dtstart = `${day.toString().replace(/-/g, '')}T${hour}0000`;
    return { dtstart, tzid: ZONES[index % 5]!, rrule: SHAPES[(index * 7) % 10]! };
  });
}
const month = { from: '2026-03-01T00:00Z', to: '2026-04-01T00:00Z' };

const QUESTIONS: Question[] = [
  { name: 'MO,WE,FR for ten years', events: [berlin('FREQ=WEEKLY;BYDAY=MO,WE,FR')], ...tenYears },
  {
    name: 'last Friday for ten years',
    events: [berlin('FREQ=MONTHLY;BYDAY=-1FR', '20200131T090000')],
    ...tenYears,
  },
  {
    name: 'BYSETPOS yearly for ten years',
    events: [berlin('FREQ=YEARLY;BYMONTH=1,4,7,10;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=1,-1', '20200101T090000')],
    ...tenYears,
  },
  { name: 'a week, 1 year on', events: [berlin('FREQ=DAILY', '20490321T090000')], ...week },
  { name: 'a week, 30 years on', events: [berlin('FREQ=DAILY', '20200321T090000')], ...week, without: ['rrule'] },
  {
    name: 'the same with COUNT',
    events: [berlin('FREQ=DAILY;COUNT=20000', '20200321T090000')],
    ...week,
    without: ['rrule'],
  },
  { name: '1,000 series, a month', events: mixed(1_000), ...month, without: ['rrule', 'ical.js'] },
  {
    name: '10,000 series, a month',
    events: mixed(10_000),
    ...month,
    without: ['rrule', 'rrule-rust', 'ical.js'],
  },
];

const ROUNDS = Number(process.env['ROUNDS'] ?? 9);
/** For this many milliseconds an engine answers the same question in one round, in batches of at least `BATCH`. */
const SPELL = 60;
const BATCH = 0.5;
const median = (numbers: number[]) => numbers.toSorted((a, b) => a - b)[numbers.length >> 1]!;
let shift = 0;

/** Asks each time for a window that begins a little later, so that nobody can answer from memory; lets each answer go. */
function ask(expanders: Expander[], from: number, to: number): void {
  shift = (shift + 1) % 1_000;
  for (const expander of expanders) expander.between(from + shift, to);
}

/** Milliseconds for one answer; short batches, so that the median leaves out who pays for whose garbage. */
function batch(expanders: Expander[], from: number, to: number): number {
  const begun = performance.now();
  let turns = 0;
  do ask(expanders, from, to);
  while (++turns && performance.now() - begun < BATCH);
  return (performance.now() - begun) / turns;
}

function measure(question: Question): Map<string, { milliseconds: number; agrees: boolean }> {
  const from = Temporal.Instant.from(question.from).epochMilliseconds;
  const to = Temporal.Instant.from(question.to).epochMilliseconds;
  const taking = Object.entries(engines).filter(([name]) => !question.without?.includes(name));
  const built = taking.map(([name, engine]) => ({
    name,
    times: [] as number[],
    expanders: question.events.map(engine),
  }));
  const answers = built.map(({ expanders }) =>
    JSON.stringify(expanders.map((expander) => expander.starts(expander.between(from, to)))),
  );
  for (let round = 0; round < ROUNDS; round++) {
    for (const { times, expanders } of built) {
      const begun = performance.now();
      do times.push(batch(expanders, from, to));
      while (performance.now() - begun < SPELL);
    }
  }
  return new Map(
    built.map(({ name, times }, index) => [
      name,
      { milliseconds: median(times), agrees: answers[index] === answers[0] },
    ]),
  );
}

const format = (milliseconds: number) => milliseconds.toPrecision(3).padStart(9);
console.log(`milliseconds, median over ${ROUNDS} interleaved rounds; × = how many times our own; ≠ = another answer\n`);
for (const question of QUESTIONS) {
  console.log(question.name);
  const results = measure(question);
  const own = results.get('muster')!.milliseconds;
  for (const [name, { milliseconds, agrees }] of results) {
    const ratio = name === 'muster' ? '' : `× ${(milliseconds / own).toFixed(1)}`;
    console.log(`  ${name.padEnd(16)}${format(milliseconds)}  ${ratio}${agrees ? '' : ' ≠'}`);
  }
}

import { type Frequency, type NthWeekday, type Rule, WEEKDAYS, type Weekday } from './rule.ts';
import { isoOf } from './date-time.ts';

/** The words of one language for `describeRule`; another language is another object of this kind. */
export interface Words {
  /** "every day", "every 2 weeks" */
  every(freq: Frequency, interval: number): string;
  weekday(weekday: Weekday): string;
  month(month: number): string;
  /** "2nd", "last", "3rd to last" */
  nth(position: number): string;
  join(items: string[]): string;
  on(weekdays: string): string;
  inMonths(months: string): string;
  onDays(days: string): string;
  onYearDays(days: string): string;
  inWeeks(weeks: string): string;
  at(times: string): string;
  atHours(hours: string): string;
  atMinutes(minutes: string): string;
  atSeconds(seconds: string): string;
  onlyThe(positions: string): string;
  times(count: number): string;
  until(date: string): string;
  skipping(skip: 'BACKWARD' | 'FORWARD'): string;
}

/** A rule in plain words: "every 2 weeks on Monday and Friday, 10 times". O(length of its lists). */
export function describeRule(rule: Rule, words: Words = english): string {
  const list = (numbers: readonly number[] | undefined, name: (number: number) => string) =>
    numbers && words.join(numbers.map((number) => name(number)));
  const parts = [
    words.every(rule.freq, rule.interval),
    phrase(rule.byDay && words.join(rule.byDay.map((day) => dayName(day, words))), words.on),
    phrase(list(rule.byMonthDay, words.nth), words.onDays),
    phrase(list(rule.byYearDay, words.nth), words.onYearDays),
    phrase(list(rule.byWeekNo, String), words.inWeeks),
    phrase(list(rule.byMonth, words.month), words.inMonths),
    ...timesOf(rule, words),
    phrase(list(rule.bySetPos, words.nth), words.onlyThe),
    rule.skip && rule.skip !== 'OMIT' ? words.skipping(rule.skip) : '',
  ].filter(Boolean);
  const end = rule.count
    ? words.times(rule.count)
    : rule.until
      ? words.until(isoOf(rule.until.local).slice(0, 10))
      : '';
  return parts.join(' ') + (end && `, ${end}`);
}

const phrase = (list: string | undefined, say: (list: string) => string) => (list ? say(list) : '');

function dayName({ nth, weekday }: NthWeekday, words: Words): string {
  return nth ? `${words.nth(nth)} ${words.weekday(weekday)}` : words.weekday(weekday);
}

/** Hours and minutes read best as clock times; anything else part by part. */
function timesOf({ byHour, byMinute, bySecond }: Rule, words: Words): string[] {
  if (byHour && byMinute && !bySecond && byHour.length * byMinute.length <= 6) {
    return [words.at(words.join(byHour.flatMap((hour) => byMinute.map((minute) => `${two(hour)}:${two(minute)}`))))];
  }
  return [
    phrase(byHour && words.join(byHour.map(String)), words.atHours),
    phrase(byMinute && words.join(byMinute.map(String)), words.atMinutes),
    phrase(bySecond && words.join(bySecond.map(String)), words.atSeconds),
  ];
}

const two = (number: number) => String(number).padStart(2, '0');

function joinWith(and: string): (items: string[]) => string {
  return (items) => (items.length < 2 ? items.join('') : `${items.slice(0, -1).join(', ')} ${and} ${items.at(-1)}`);
}

function ordinal(number: number): string {
  const ending = number % 100 > 10 && number % 100 < 14 ? 'th' : (['th', 'st', 'nd', 'rd'][number % 10] ?? 'th');
  return `${number}${ending}`;
}

const ENGLISH_UNITS: Record<Frequency, string> = {
  SECONDLY: 'second',
  MINUTELY: 'minute',
  HOURLY: 'hour',
  DAILY: 'day',
  WEEKLY: 'week',
  MONTHLY: 'month',
  YEARLY: 'year',
};
const ENGLISH_DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'];
const ENGLISH_MONTHS = 'January February March April May June July August September October November December'.split(
  ' ',
);

export const english: Words = {
  every: (freq, interval) =>
    interval === 1 ? `every ${ENGLISH_UNITS[freq]}` : `every ${interval} ${ENGLISH_UNITS[freq]}s`,
  weekday: (weekday) => ENGLISH_DAYS[WEEKDAYS.indexOf(weekday)]!,
  month: (month) => ENGLISH_MONTHS[month - 1]!,
  nth: (position) => (position > 0 ? ordinal(position) : position === -1 ? 'last' : `${ordinal(-position)} to last`),
  join: joinWith('and'),
  on: (weekdays) => `on ${weekdays}`,
  inMonths: (months) => `in ${months}`,
  onDays: (days) => `on the ${days} day of the month`,
  onYearDays: (days) => `on the ${days} day of the year`,
  inWeeks: (weeks) => `in week ${weeks}`,
  at: (times) => `at ${times}`,
  atHours: (hours) => `in hour ${hours}`,
  atMinutes: (minutes) => `at minute ${minutes}`,
  atSeconds: (seconds) => `at second ${seconds}`,
  onlyThe: (positions) => `(only the ${positions} of these)`,
  times: (count) => (count === 1 ? 'once' : `${count} times`),
  until: (date) => `until ${date}`,
  skipping: (skip) => `(a missing day moves to the ${skip === 'FORWARD' ? 'next' : 'previous'} one)`,
};

const GERMAN_UNITS: Record<Frequency, [one: string, many: string]> = {
  SECONDLY: ['jede Sekunde', 'Sekunden'],
  MINUTELY: ['jede Minute', 'Minuten'],
  HOURLY: ['jede Stunde', 'Stunden'],
  DAILY: ['jeden Tag', 'Tage'],
  WEEKLY: ['jede Woche', 'Wochen'],
  MONTHLY: ['jeden Monat', 'Monate'],
  YEARLY: ['jedes Jahr', 'Jahre'],
};
const GERMAN_DAYS = ['Montag', 'Dienstag', 'Mittwoch', 'Donnerstag', 'Freitag', 'Samstag', 'Sonntag'];
const GERMAN_MONTHS = 'Januar Februar März April Mai Juni Juli August September Oktober November Dezember'.split(' ');

export const german: Words = {
  every: (freq, interval) => (interval === 1 ? GERMAN_UNITS[freq][0] : `alle ${interval} ${GERMAN_UNITS[freq][1]}`),
  weekday: (weekday) => GERMAN_DAYS[WEEKDAYS.indexOf(weekday)]!,
  month: (month) => GERMAN_MONTHS[month - 1]!,
  nth: (position) => (position > 0 ? `${position}.` : position === -1 ? 'letzten' : `${-position}.-letzten`),
  join: joinWith('und'),
  on: (weekdays) => `am ${weekdays}`,
  inMonths: (months) => `im ${months}`,
  onDays: (days) => `am ${days} Tag des Monats`,
  onYearDays: (days) => `am ${days} Tag des Jahres`,
  inWeeks: (weeks) => `in Woche ${weeks}`,
  at: (times) => `um ${times} Uhr`,
  atHours: (hours) => `in Stunde ${hours}`,
  atMinutes: (minutes) => `in Minute ${minutes}`,
  atSeconds: (seconds) => `in Sekunde ${seconds}`,
  onlyThe: (positions) => `(davon nur den ${positions})`,
  times: (count) => (count === 1 ? 'einmal' : `${count}-mal`),
  until: (date) => `bis ${date}`,
  skipping: (skip) => `(ein fehlender Tag rückt auf den ${skip === 'FORWARD' ? 'nächsten' : 'vorigen'})`,
};

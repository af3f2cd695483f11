/** A made-up person. */
export interface SamplePerson {
  name: string;
  /** First part of an e-mail address, unlike any other of the sample. */
  handle: string;
  role: 'manager' | 'member' | 'viewer';
  weeklyHours: number;
  skills: { name: string; proficiency: number }[];
  /** Days from today on which they are away; empty for most. */
  away: { fromDay: number; toDay: number; kind: 'leave' | 'training' }[];
}

/** A made-up piece of work. */
export interface SampleTask {
  title: string;
  description: string;
  requiredSkills: { name: string; level: number }[];
  /** 1–10. */
  difficulty: number;
  priority: 'low' | 'medium' | 'high' | 'urgent' | 'critical';
  estimateHours: number;
  /** Days from today; null for work without a date. Negative: overdue. */
  dueInDays: number | null;
  labels: string[];
}

/** A made-up project with its backlog. */
export interface SampleProject {
  title: string;
  description: string;
  tasks: SampleTask[];
}

/** An organization out of thin air: what it can do, who works there, and what there is to do. */
export interface SampleData {
  skills: { name: string; category: string; aliases: string[] }[];
  people: SamplePerson[];
  projects: SampleProject[];
}

/** How much to make up. */
export interface SampleSize {
  /** At most 24. */
  people: number;
  /** At most 6. */
  projects: number;
  tasksPerProject: number;
}

const skills: readonly [name: string, category: string, aliases: string[]][] = [
  ['TypeScript', 'Engineering', ['TS']],
  ['PostgreSQL', 'Engineering', ['Postgres']],
  ['Accessibility', 'Design', ['a11y']],
  ['Interface design', 'Design', ['UI design']],
  ['User research', 'Design', []],
  ['Copywriting', 'Content', ['Text']],
  ['Translation', 'Content', []],
  ['Testing', 'Engineering', ['QA']],
  ['Operations', 'Engineering', ['DevOps']],
  ['Data analysis', 'Insight', ['Analytics']],
  ['Facilitation', 'People', ['Moderation']],
  ['Budgeting', 'Finance', ['Finance planning']],
];

const people = [
  'Ana Ribeiro', 'Ben Okafor', 'Chiara Lindqvist', 'Daniel Kaya', 'Edda Moreau', 'Farid Haddad', 'Greta Novak',
  'Hugo Tanaka', 'Ines Castillo', 'Jonas Weber', 'Kira Petrova', 'Liam Byrne', 'Mira Shah', 'Noah Jensen',
  'Olga Sava', 'Pablo Reyes', 'Quinn Adeyemi', 'Rosa Ferrari', 'Sam Whitaker', 'Tessa Vos', 'Umar Siddiqui',
  'Vera Kovacs', 'Wanda Mazur', 'Yusuf Demir',
]; // prettier-ignore

const projects: readonly [title: string, description: string, subjects: string[]][] = [
  ['Harbour website', 'The public site of the harbour museum, new from the ground up.', ['tide tables', 'ticket shop', 'collection pages', 'opening hours', 'press corner']],
  ['Clinic booking', 'Patients find and change their appointments themselves.', ['appointment search', 'reminder letters', 'waiting list', 'doctor calendar', 'cancellation form']],
  ['Orchard sensors', 'Soil and weather of forty orchards in one place.', ['frost alarm', 'moisture chart', 'gateway firmware', 'field map', 'data export']],
  ['Library move', 'Two branches become one without a day closed to readers.', ['shelf plan', 'catalogue merge', 'moving schedule', 'reader letter', 'opening evening']],
  ['Repair café', 'A monthly workshop with its own tools, volunteers and calendar.', ['tool inventory', 'volunteer roster', 'safety guide', 'booking page', 'spring fair']],
  ['Night bus', 'Riders see where the night bus is and where it stops on request.', ['stop requests', 'live map', 'driver view', 'delay notices', 'fare rules']],
]; // prettier-ignore

const verbs: readonly [verb: string, skills: string[], hours: number, difficulty: number][] = [
  ['Build the', ['TypeScript'], 12, 6],
  ['Store the', ['PostgreSQL', 'TypeScript'], 8, 6],
  ['Sketch the', ['Interface design'], 6, 4],
  ['Try out with five people: the', ['User research'], 5, 5],
  ['Write the words for the', ['Copywriting'], 3, 3],
  ['Translate the', ['Translation', 'Copywriting'], 4, 4],
  ['Make usable without a mouse: the', ['Accessibility', 'TypeScript'], 6, 6],
  ['Test the', ['Testing'], 4, 4],
  ['Put into service the', ['Operations'], 5, 7],
  ['Measure the use of the', ['Data analysis', 'PostgreSQL'], 5, 5],
  ['Hold a workshop about the', ['Facilitation'], 4, 5],
  ['Work out the cost of the', ['Budgeting'], 3, 4],
];

/** The same organization for the same seed and size, on every machine. O(people + projects × tasks). */
export function sampleData(
  seed: number,
  size: SampleSize = { people: 8, projects: 3, tasksPerProject: 20 },
): SampleData {
  const dice = new Dice(seed);
  return {
    skills: skills.map(([name, category, aliases]) => ({ name, category, aliases })),
    people: people.slice(0, size.people).map((name, index) => person(name, index, dice)),
    projects: projects.slice(0, size.projects).map(([title, description, subjects]) => ({
      title,
      description,
      tasks: Array.from({ length: size.tasksPerProject }, (_, index) => task(subjects, index, dice)),
    })),
  };
}

function person(name: string, index: number, dice: Dice): SamplePerson {
  const own = dice.some(skills, 3 + dice.below(3)).map(([skill]) => skill);
  // Every skill has its expert, so that each task of the sample suits somebody.
  const strongest = skills[index % skills.length]![0];
  const known = [...new Set([strongest, ...own])];
  return {
    name,
    handle: name.toLowerCase().replace(/[^a-z]+/g, '.'),
    role: index === 0 ? 'manager' : index % 9 === 8 ? 'viewer' : 'member',
    weeklyHours: dice.one([40, 40, 40, 32, 24]),
    skills: known.map((skill) => ({
      name: skill,
      proficiency: skill === strongest ? 70 + dice.below(26) : 25 + dice.below(50),
    })),
    away: index % 4 === 3 ? [{ fromDay: 3 + dice.below(10), toDay: 14 + dice.below(5), kind: 'leave' }] : [],
  };
}

function task(subjects: readonly string[], index: number, dice: Dice): SampleTask {
  const [verb, needs, hours, difficulty] = verbs[(index * 5 + dice.below(2)) % verbs.length]!;
  const subject = subjects[index % subjects.length]!;
  const round = Math.floor(index / (subjects.length * verbs.length));
  const hardness = Math.min(10, Math.max(1, difficulty + dice.below(3) - 1));
  return {
    title: `${verb} ${subject}${round > 0 ? `, part ${round + 1}` : ''}`,
    description: `Done when the people who use the ${subject} say so.`,
    requiredSkills: needs.map((name, place) => ({ name, level: place === 0 ? hardness * 6 : 20 })),
    difficulty: hardness,
    priority: dice.one(['low', 'medium', 'medium', 'medium', 'high', 'high', 'urgent', 'critical']),
    estimateHours: Math.max(1, Math.round(hours * (0.6 + dice.next() * 0.9))),
    dueInDays: dice.below(5) === 0 ? null : dice.below(45) - 3,
    labels: [dice.one(['spring', 'summer', 'autumn'])],
  };
}

/** Chance that repeats itself: mulberry32. */
class Dice {
  constructor(private state: number) {}

  /** In [0, 1). */
  next(): number {
    this.state = (this.state + 0x6d2b79f5) | 0;
    let t = Math.imul(this.state ^ (this.state >>> 15), 1 | this.state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  }

  below(limit: number): number {
    return Math.floor(this.next() * limit);
  }

  one<T>(items: readonly T[]): T {
    return items[this.below(items.length)]!;
  }

  some<T>(items: readonly T[], count: number): T[] {
    const left = [...items];
    return Array.from({ length: Math.min(count, left.length) }, () => left.splice(this.below(left.length), 1)[0]!);
  }
}

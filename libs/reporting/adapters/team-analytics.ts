import { levelOf, type LevelTable, noPerformance, type PerformancePolicy } from '#scoring/index';
import { statusCategories } from '#projects/index';
import { priorities } from '#tasks/index';
import { loadOf } from '../domain/load.ts';
import type { SkillShareBody, TeamAnalyticsBody, TeamMemberBody } from './team-dashboard.dto.ts';
import type { TaskCount, TeamDashboardRow, TeamMember } from './team-dashboard-statement.ts';

const TOP = 5;

/** What the database counted, in the words of a team lead. O(people + weeks + skills). */
export function analyticsOf(
  { tasks, people, projects, weeks, pace, skills }: TeamDashboardRow,
  allWeeks: readonly string[],
  judging: PerformancePolicy,
  levels: LevelTable,
): TeamAnalyticsBody {
  const members = people.map((person) => memberOf(person, judging));
  const judged = members.filter(({ tasks_completed }) => tasks_completed > 0);
  const average = judged.length === 0 ? null : hundredths(sum(judged, ({ score }) => score) / judged.length);
  return {
    team_performance: {
      average_score: average,
      level: average === null ? null : levelOf(average, judging.levels),
      tasks_completed: sum(people, ({ tasks_completed }) => tasks_completed),
      on_time_ratio: ratio(
        sum(people, ({ tasks_on_time }) => tasks_on_time),
        sum(people, ({ tasks_completed }) => tasks_completed),
      ),
      overloaded: members.filter(({ is_overloaded }) => is_overloaded).length,
      members,
    },
    task_completion: completionOf(tasks),
    productivity: {
      completed_last_week: pace.last_week,
      completed_week_before: pace.week_before,
      change: pace.week_before === 0 ? null : hundredths((100 * pace.last_week) / pace.week_before - 100),
      tasks_per_person: people.length === 0 ? null : hundredths(pace.last_month / 4 / people.length),
      median_days: pace.median_days === null ? null : hundredths(pace.median_days),
      logged_hours: pace.hours,
    },
    top_performers: judged.slice(0, TOP).map(({ user_id, name, score, level, tasks_completed, on_time_ratio }) => {
      return { user_id, name, score, level, tasks_completed, on_time_ratio };
    }),
    task_distribution: {
      by_status: statusCategories.map((status_category) => {
        return { status_category, tasks: countOf(tasks, (group) => group.status_category === status_category) };
      }),
      by_priority: priorities.map((priority) => {
        return { priority, tasks: countOf(tasks, (group) => isOpen(group) && group.priority === priority) };
      }),
      by_person: people
        .map(({ user_id, name, open_tasks }) => ({ user_id, name, tasks: open_tasks }))
        .sort((a, b) => b.tasks - a.tasks || (a.user_id < b.user_id ? -1 : 1)),
    },
    performance_trend: allWeeks.map((week) => {
      const found = weeks.find((one) => one.week === week);
      return {
        week,
        tasks_completed: found?.tasks ?? 0,
        average_score: found?.score == null ? null : hundredths(found.score),
        on_time_ratio: ratio(found?.on_time ?? 0, found?.judged ?? 0),
      };
    }),
    projects,
    skill_distribution: skillsOf(skills, levels),
  };
}

function memberOf(person: TeamMember, judging: PerformancePolicy): TeamMemberBody {
  const score = person.score ?? noPerformance(judging).score;
  return {
    user_id: person.user_id,
    name: person.name,
    score,
    level: levelOf(score, judging.levels),
    tasks_completed: person.tasks_completed,
    on_time_ratio: ratio(person.tasks_on_time, person.tasks_completed),
    ...loadOf(person.open_tasks, person.planned_hours, person.weekly_hours),
  };
}

function completionOf(groups: readonly TaskCount[]): TeamAnalyticsBody['task_completion'] {
  const total = countOf(groups, () => true);
  const completed = countOf(groups, ({ status_category }) => status_category === 'done');
  const cancelled = countOf(groups, ({ status_category }) => status_category === 'cancelled');
  return {
    total,
    completed,
    open: total - completed - cancelled,
    cancelled,
    overdue: sum(groups, ({ overdue }) => overdue),
    unassigned: sum(groups, ({ unassigned }) => unassigned),
    completion_rate: Math.round(100 * (ratio(completed, total - cancelled) ?? 0)),
  };
}

function skillsOf(rows: TeamDashboardRow['skills'], table: LevelTable): SkillShareBody[] {
  return [...Map.groupBy(rows, ({ skill }) => skill)]
    .map(([skill, found]) => {
      const people = sum(found, (row) => row.people);
      return {
        skill,
        people,
        average_proficiency: hundredths(sum(found, (row) => row.people * row.proficiency) / people),
        levels: table.map(({ name }, place) => {
          return { level: name, people: found.find(({ level }) => level === place)?.people ?? 0 };
        }),
      };
    })
    .sort((a, b) => b.people - a.people || (a.skill < b.skill ? -1 : 1));
}

const isOpen = ({ status_category }: TaskCount) => status_category !== 'done' && status_category !== 'cancelled';
const countOf = (groups: readonly TaskCount[], which: (group: TaskCount) => boolean) =>
  sum(groups.filter(which), ({ tasks }) => tasks);
const sum = <T>(items: readonly T[], of: (item: T) => number) => items.reduce((total, item) => total + of(item), 0);
const ratio = (part: number, whole: number) => (whole === 0 ? null : part / whole);
const hundredths = (value: number) => Math.round(value * 100) / 100;

import { type Actor, NotFound } from '#kernel/index';
import { levelOf } from '#scoring/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { type Listing, listPage, type Page, type PageRequest, type SortKey } from '#platform/postgres/listing';
import { personal } from '../domain/learning-permissions.ts';
import { reportOn } from '../domain/performance-report.ts';
import { Policies } from '../domain/policies.ts';
import { learningLog } from './learner-statements.ts';
import type {
  PerformanceBody,
  PerformanceEntryBody,
  ProfileBody,
  SkillChangeBody,
  SkillHistoryQuery,
} from './profile.dto.ts';

const place: SortKey = { expression: sql`c.place`, type: 'bigint' };
const stepOrder = { order: { place, occurred_at: place }, defaultOrder: '-occurred_at', unique: place };

const skillChanges: Listing = {
  from: sql`skill_changes c join skills s on s.organization_id = c.organization_id and s.id = c.skill_id`,
  fields: fieldsOf('c', ['id', 'skill_id', 'task_id', 'before', 'after', 'reason', 'occurred_at'], {
    skill: sql`s.name`,
  }),
  ...stepOrder,
};

const performanceSteps: Listing = {
  from: sql`performance_log c`,
  fields: fieldsOf('c', ['id', 'task_id', 'components', 'task_score', 'on_time', 'before', 'after', 'occurred_at']),
  ...stepOrder,
};

const profileSkills = sql`(select coalesce(jsonb_agg(jsonb_build_object('skill_id', p.skill_id, 'skill', s.name,
    'category', s.category, 'proficiency', p.proficiency, 'last_used_at', p.last_used_at, 'endorsements', (
      select coalesce(jsonb_agg(jsonb_build_object('user_id', e.endorser_id, 'name', w.name, 'note', e.note,
        'created_at', e.created_at) order by e.created_at), '[]')
      from endorsements e join members w on w.organization_id = e.organization_id and w.user_id = e.endorser_id
      where e.organization_id = p.organization_id and e.user_id = p.user_id and e.skill_id = p.skill_id)
  ) order by p.proficiency desc, lower(s.name)), '[]')
  from skill_profiles p join skills s on s.organization_id = p.organization_id and s.id = p.skill_id
  where p.organization_id = m.organization_id and p.user_id = m.user_id)`;

/** Answers what somebody can do and how well they do it. Everybody may read what is kept about themselves. */
@Injectable()
export class ProfileReads {
  constructor(
    private readonly database: Database,
    private readonly policies: Policies,
  ) {}

  async profile(actor: Actor, userId: string): Promise<ProfileBody> {
    await authorizeReading(this.database, actor, 'SkillProfile', userId);
    const profile = await this.database.row<ProfileBody>(sql`
      select m.user_id, m.name, ${profileSkills} as skills from members m
      where m.organization_id = ${actor.organizationId} and m.user_id = ${userId}`);
    const { skill_levels } = await this.policies.current();
    const skills = profile!.skills.map((skill) => ({ ...skill, level: levelOf(skill.proficiency, skill_levels) }));
    return { ...profile!, skills };
  }

  async history(actor: Actor, userId: string, query: SkillHistoryQuery): Promise<Page<SkillChangeBody>> {
    await authorizeReading(this.database, actor, 'SkillProfile', userId);
    const conditions = stepsOf(actor, userId);
    const { skill_id } = query;
    if (skill_id) conditions.push(sql`c.skill_id = ${skill_id}`);
    return listPage(this.database, skillChanges, conditions, boundTo(userId, query));
  }

  async performance(actor: Actor, userId: string): Promise<PerformanceBody> {
    await authorizeReading(this.database, actor, 'Performance', userId);
    const log = await learningLog(this.database, actor.organizationId, userId);
    const { performance } = await this.policies.current();
    return { user_id: userId, ...reportOn(log, performance) };
  }

  async performanceLog(actor: Actor, userId: string, query: PageRequest): Promise<Page<PerformanceEntryBody>> {
    await authorizeReading(this.database, actor, 'Performance', userId);
    return listPage(this.database, performanceSteps, stepsOf(actor, userId), boundTo(userId, query));
  }
}

/** Lets people read about themselves, and about other members by permission. */
export async function authorizeReading(
  database: Database,
  actor: Actor,
  subjectType: 'SkillProfile' | 'Performance' | 'Absence',
  userId: string,
): Promise<void> {
  const member = await database.row(
    sql`select 1 from members where organization_id = ${actor.organizationId} and user_id = ${userId}`,
  );
  if (!member) throw new NotFound('member', userId);
  if (userId !== actor.userId) actor.authorize('view', personal(subjectType, userId));
}

const stepsOf = (actor: Actor, userId: string): RawBuilder<boolean>[] => [
  sql<boolean>`c.organization_id = ${actor.organizationId} and c.user_id = ${userId}`,
];

/** Ties the cursors of a list to the person whose list it is. */
export const boundTo = <T extends PageRequest>(userId: string, query: T): T => ({ ...query, user_id: userId });

function fieldsOf(table: string, names: readonly string[], more: Listing['fields'] = {}): Listing['fields'] {
  return { ...Object.fromEntries(names.map((name) => [name, sql.ref(`${table}.${name}`)])), ...more };
}

import { type Actor, BadParameter, Forbidden, NotFound, type Permission, permissionCodes } from '#kernel/index';
import type { Subject } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { rulesOn } from '#platform/permissions/visible';
import { Database } from '#platform/postgres/database';
import { Actors } from '../application/actors.ts';
import { narrowableBy } from '../domain/decision-check.ts';
import { shownConditions } from './decision.dto.ts';
import type { AbilitiesBody, ExplainQuery, ExplanationBody } from './explain.dto.ts';
import type { PermissionBody } from './role.dto.ts';

/** Answers what permissions there are, what the caller may do, and why somebody may or may not. */
@Injectable()
export class PermissionReads {
  constructor(
    private readonly database: Database,
    private readonly catalogue: PermissionCatalogue,
    private readonly actors: Actors,
  ) {}

  catalogueOfCodes(): PermissionBody[] {
    const inProject = { userId: '', where: (attribute: string) => ({ [attribute]: { $in: [] } }) };
    return (Object.entries(permissionCodes) as [Permission, string][]).map(([code, description]) => {
      const rules = this.catalogue.rulesFor(code, inProject);
      const onTasks = rules.some(({ subject }) => subject === 'Task');
      const { attributes, fields } = narrowableBy(code, this.catalogue);
      return { code, description, in_projects: rules.length > 0, on_tasks: onTasks, attributes, fields };
    });
  }

  abilities({ userId, organizationId, abilities }: Actor): AbilitiesBody {
    const rules = abilities.rules.map(({ action, subject, conditions, fields, inverted, reason }) => ({
      action,
      subject,
      ...(conditions && { conditions: shownConditions(conditions)! }),
      ...(fields && { fields: [...fields] }),
      ...(inverted && { inverted }),
      ...(reason && { reason }),
    }));
    return { user_id: userId, organization_id: organizationId, codes: [...abilities.codes].sort(), rules };
  }

  /** Who asks for others must manage them: the team of the project, or people or roles of the organization. */
  async explain(asker: Actor, query: ExplainQuery, projectId?: string): Promise<ExplanationBody> {
    const { action, subject: asked, field } = query;
    const userId = query.user ?? asker.userId;
    const subject = await this.subject(asker, asked, projectId);
    if (userId !== asker.userId) mustManagePeople(asker, projectId);
    const actor = userId === asker.userId ? asker : await this.member(asker, userId);
    const answer = { user_id: userId, action, subject: asked, field: field ?? null };
    if (!actor) return { ...answer, allowed: false, reason: 'The membership has been deactivated.', rules: [] };

    const rules = rulesOn(actor, action, subject, field);
    const decisive = rules.findIndex(({ matches }) => matches);
    return {
      ...actor.abilities.explain(action, subject, field),
      ...answer,
      rules: rules.map(({ rule, matches }, index) => ({
        effect: rule.inverted ? 'deny' : 'allow',
        reason: rule.reason ?? '',
        conditions: shownConditions(rule.conditions),
        fields: rule.fields ? [...rule.fields] : null,
        matches,
        decides: index === decisive,
      })),
    };
  }

  /** The member as an actor; undefined when deactivated. */
  private async member(asker: Actor, userId: string): Promise<Actor | undefined> {
    const [standing] = await this.actors.standings([userId], asker.organizationId);
    if (!standing) throw new NotFound('member', userId);
    return standing.status === 'active' ? this.actors.load(userId, asker.organizationId) : undefined;
  }

  /** The thing itself with its attributes; a kind alone stands for any of them, in a project for any one in there. */
  private async subject(asker: Actor, asked: string, projectId?: string): Promise<Subject | string> {
    const [type = '', id] = asked.split(':');
    if (!this.catalogue.subjectTypes().has(type)) {
      const known = [...this.catalogue.subjectTypes()].sort().join(', ');
      throw new BadParameter('subject', 'unknown_subject', `"${type}" is unknown. Use one of: ${known}.`);
    }
    if (id) return this.load(asker, type, id.toLowerCase(), projectId);
    if (!projectId) return type;
    await this.load(asker, 'Project', projectId);
    return inProject(type, projectId);
  }

  private async load(asker: Actor, type: string, id: string, projectId?: string): Promise<Subject> {
    const description = this.catalogue.subject(type);
    if (!description?.columns.id)
      throw new BadParameter('subject', 'unknown_subject', `A ${type} has no attributes; ask by kind.`);
    const { from, columns } = description;
    const parts = Object.entries(columns).map(([name, { expression }]) => sql`${sql.lit(name)}, ${expression}`);
    const row = await this.database.row<{ attributes: Record<string, unknown> }>(sql`
      select jsonb_build_object(${sql.join(parts)}) as attributes from ${from}
      where organization_id = ${asker.organizationId} and ${columns.id!.expression} = ${id}::uuid`);
    const subject = { subjectType: type, ...row?.attributes };
    const isElsewhere = projectId !== undefined && (type === 'Project' ? id : row?.attributes.projectId) !== projectId;
    if (!row || isElsewhere || !asker.may('view', subject)) throw new NotFound(type.toLowerCase(), id);
    return subject;
  }
}

const inProject = (subjectType: string, projectId: string) =>
  subjectType === 'Project' ? { subjectType, id: projectId } : { subjectType, projectId };

function mustManagePeople(asker: Actor, projectId?: string): void {
  if (asker.may('edit', 'Member') || asker.may('edit', 'Role')) return;
  if (projectId && asker.may('edit', inProject('ProjectMember', projectId))) return;
  throw new Forbidden('edit', projectId ? 'ProjectMember' : 'Member');
}

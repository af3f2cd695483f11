import { Actors } from '#access/index';
import type { Subject } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { PermissionCatalogue } from '#platform/permissions/catalogue';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { Audience } from '../application/notify-people.ts';
import { type Happening, type Surroundings, taskIdOf } from '../domain/notice.ts';

interface Row {
  actor_name: string | null;
  project_title: string | null;
  task: Surroundings['task'];
}

@Injectable()
export class PostgresAudience extends Audience {
  constructor(
    private readonly database: Database,
    private readonly actors: Actors,
    private readonly catalogue: PermissionCatalogue,
  ) {
    super();
  }

  async around(event: Happening): Promise<Surroundings> {
    const organizationId = currentOrganizationId();
    const row = await this.database.row<Row>(sql`
      select
        (select name from members where organization_id = ${organizationId} and user_id = ${event.actor_id}::uuid)
          as actor_name,
        (select title from projects where organization_id = ${organizationId} and id = ${event.project_id}::uuid)
          as project_title,
        (select jsonb_build_object('id', t.id, 'key', t.key, 'title', t.title, 'creatorId', t.creator_id,
            'assigneeIds', t.assignee_ids, 'watcherIds', array(select w.user_id from task_watchers w
              where w.organization_id = t.organization_id and w.task_id = t.id))
          from tasks t where t.organization_id = ${organizationId} and t.id = ${taskIdOf(event)}::uuid) as task`);
    return { actorName: row!.actor_name, projectTitle: row!.project_title, task: row!.task };
  }

  async mayKnow(userIds: readonly string[], event: Happening): Promise<Set<string>> {
    const task = await this.taskAsSubject(taskIdOf(event));
    const allowed = new Set<string>();
    for (const userId of new Set(userIds)) {
      if (await this.mayView(userId, task)) allowed.add(userId);
    }
    return allowed;
  }

  /** Asked anew each time: a worker has nobody who tells it of changed roles. */
  private async mayView(userId: string, task: Subject | undefined): Promise<boolean> {
    const organizationId = currentOrganizationId();
    this.actors.forget(organizationId, userId);
    const actor = await this.actors.load(userId, organizationId).catch(() => undefined);
    return actor !== undefined && (!task || actor.may('view', task));
  }

  private async taskAsSubject(taskId: string | null): Promise<Subject | undefined> {
    const attributes = Object.entries(this.catalogue.subject('Task')!.columns).map(
      ([name, { expression }]) => sql`${expression} as ${sql.ref(name)}`,
    );
    return this.database.row<Subject>(sql`
      select 'Task' as "subjectType", ${sql.join(attributes)} from tasks t
      where t.organization_id = ${currentOrganizationId()} and t.id = ${taskId}::uuid`);
  }
}

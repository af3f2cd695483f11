import { Injectable, type OnModuleInit } from '@nestjs/common';
import { sql } from 'kysely';
import { TransactionReactions } from '#platform/events/transaction-reactions';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { accessChangingEvents, Actors, changesAccess } from '../application/actors.ts';

/** Keeps what is remembered and stored of permissions in step with what happens. */
@Injectable()
export class ForgetChangedAccess implements OnModuleInit {
  constructor(
    private readonly reactions: TransactionReactions,
    private readonly unitOfWork: UnitOfWork,
    private readonly actors: Actors,
    private readonly database: Database,
  ) {}

  onModuleInit(): void {
    for (const type of [...accessChangingEvents, 'project.created', 'project.updated', 'project.deleted']) {
      this.reactions.on(type, async (event) => {
        if (!changesAccess(event)) return;
        const organizationId = currentOrganizationId();
        this.unitOfWork.afterCommit(() => this.actors.forget(organizationId));
      });
    }
    this.reactions.on('project.deleted', (event) => this.dropDecisionsOn(event.subject.id));
  }

  /** What was decided for a project, and the roles made for it, mean nothing without it. */
  private async dropDecisionsOn(projectId: string): Promise<void> {
    const organizationId = currentOrganizationId();
    await this.database.rows(sql`
      delete from permission_overrides po where po.organization_id = ${organizationId}
        and (po.scope_type = 'project' and po.scope_id = ${projectId} or po.scope_type = 'task' and not exists (
          select from tasks t where t.organization_id = po.organization_id and t.id = po.scope_id))`);
    await this.database.rows(sql`
      delete from roles where organization_id = ${organizationId} and project_id = ${projectId}`);
  }
}

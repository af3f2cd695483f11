import { type DomainEvent, NotFound } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { type Endorsement, Endorsements } from '../domain/endorsements.ts';

@Injectable()
export class PostgresEndorsements extends Endorsements {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async give({ userId, skillId, endorserId, note }: Endorsement, event: DomainEvent): Promise<void> {
    await this.unitOfWork.manager();
    const given = await this.database.row(sql`
      insert into endorsements (organization_id, user_id, skill_id, endorser_id, note)
      select organization_id, user_id, skill_id, ${endorserId}, ${note} from skill_profiles
      where organization_id = ${currentOrganizationId()} and user_id = ${userId} and skill_id = ${skillId}
      on conflict (organization_id, user_id, skill_id, endorser_id) do update set note = excluded.note returning 1`);
    if (!given) throw new NotFound('skill', `${skillId} of member ${userId}`);
    this.unitOfWork.raise(event);
  }

  async withdraw({ userId, skillId, endorserId }: Omit<Endorsement, 'note'>, event: DomainEvent): Promise<void> {
    await this.unitOfWork.manager();
    const gone = await this.database.row(sql`
      delete from endorsements where organization_id = ${currentOrganizationId()} and user_id = ${userId}
        and skill_id = ${skillId} and endorser_id = ${endorserId} returning 1`);
    if (!gone) throw new NotFound('endorsement of', `${skillId} by you`);
    this.unitOfWork.raise(event);
  }
}

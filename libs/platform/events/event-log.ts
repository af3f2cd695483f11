import { type DomainEvent, newId, type Origin } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type Kysely, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { masked } from './masking.ts';

/** The channel on which a commit in another process wakes the followers of the log. */
export const EVENTS_CHANNEL = 'muster_events';

/** What wakes the followers of this process; each adds itself. */
export const followersHere = new Set<() => void>();

/** Who made a change, where that is known, and from where. */
export interface Author {
  userId?: string;
  origin: Origin;
}

/**
 * The one record of what happened. A row's position is its transaction's id and its place therein, so that positions
 * grow in an order that no late commit can slip behind (see docs/decisions/0003-event-log.md).
 */
@Injectable()
export class EventLog {
  private ringing = false;
  private ringAgain = false;

  constructor(private readonly database: Database) {}

  /**
   * Stores what happened in one transaction, each with its audit entry; call `announce` once it has committed. A
   * transaction that appends more than once says at which place it goes on.
   */
  async append(
    executor: Kysely<Record<string, never>>,
    { organizationId, by }: { organizationId: string; by?: Author },
    events: readonly DomainEvent[],
    firstPlace = 0,
  ): Promise<void> {
    if (events.length === 0) return;
    const rows = events.map((event, index) => ({
      n: firstPlace + index,
      id: newId(),
      type: event.type,
      subject_type: event.subject.type,
      subject_id: event.subject.id,
      project_id: event.projectId ?? null,
      recipient_id: event.recipientId ?? null,
      data: event.data,
      changes: event.changes ? masked(event.changes) : null,
    }));
    const { ip = null, userAgent = null, requestId = null } = by?.origin ?? {};
    const actorId = by?.userId ?? null;
    await sql`
      with happened as (
        select event_position(n) as position, e.* from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
          as e(n int, id uuid, type text, subject_type text, subject_id text, project_id uuid, recipient_id uuid,
               data jsonb, changes jsonb)
      ), logged as (
        insert into events (organization_id, position, id, type, actor_id, subject_type, subject_id, project_id,
                            recipient_id, data, changes)
        select ${organizationId}::uuid, position, id, type, ${actorId}::uuid, subject_type, subject_id,
               project_id, recipient_id, data, changes from happened
      ), audited as (
        insert into audit_entries (organization_id, position, action, actor_id, subject_type, subject_id, project_id,
                                   changes, ip, user_agent, request_id)
        select ${organizationId}::uuid, position, type, ${actorId}::uuid, subject_type, subject_id,
               project_id, changes, ${ip}::text, ${userAgent}::text, ${requestId}::text from happened
      )
      select 1`.execute(executor);
  }

  /**
   * Wakes the followers: those of this process at once, those of others by NOTIFY. It is sent after the commit, one for
   * all that came meanwhile: inside, its global lock would let transactions commit only one by one. A crash in between
   * costs other processes a second, until they look by themselves.
   */
  announce(): void {
    for (const wake of followersHere) wake();
    if (this.ringing) {
      this.ringAgain = true;
      return;
    }
    this.ringing = true;
    void this.ring().finally(() => {
      this.ringing = false;
      if (!this.ringAgain) return;
      this.ringAgain = false;
      this.announce();
    });
  }

  private async ring(): Promise<void> {
    await this.database.systemRows(sql`select pg_notify(${EVENTS_CHANNEL}, '')`).catch(() => undefined);
  }
}

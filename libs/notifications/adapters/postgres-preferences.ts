import type { DomainEvent } from '#kernel/index';
import { Injectable } from '@nestjs/common';
import { type RawBuilder, sql } from 'kysely';
import { Database } from '#platform/postgres/database';
import { currentOrganizationId } from '#platform/postgres/scope';
import { UnitOfWork } from '#platform/postgres/unit-of-work';
import { NotificationPreferences, type NotificationWishes } from '../domain/notification-preferences.ts';
import { Preferences } from '../domain/notifications.ts';

interface Row {
  user_id: string;
  home_zone: string;
  choices: NotificationWishes['choices'] | null;
  quiet_from: string | null;
  quiet_to: string | null;
  digest_hour: number | null;
  time_zone: string | null;
  version: number | null;
}

@Injectable()
export class PostgresPreferences extends Preferences {
  constructor(
    private readonly database: Database,
    private readonly unitOfWork: UnitOfWork,
  ) {
    super();
  }

  async of(userId: string): Promise<NotificationPreferences> {
    const [row] = await this.select(sql`m.user_id = ${userId}`);
    return preferencesOf(row!);
  }

  async ofAll(userIds: readonly string[]): Promise<NotificationPreferences[]> {
    const rows = await this.select(sql`m.user_id = any(${[...userIds]}::uuid[]) and m.status = 'active'`);
    return rows.map(preferencesOf);
  }

  async save(preferences: NotificationPreferences, event: DomainEvent): Promise<void> {
    const { userId, choices, quietHours, digestHour, timeZone } = preferences;
    await this.database.rows(sql`
      insert into notification_preferences as p
        (organization_id, user_id, choices, quiet_from, quiet_to, digest_hour, time_zone)
      values (${currentOrganizationId()}, ${userId}, ${JSON.stringify(choices)}::jsonb, ${quietHours?.from ?? null}::time,
        ${quietHours?.to ?? null}::time, ${digestHour}, ${timeZone})
      on conflict (organization_id, user_id) do update set choices = excluded.choices, quiet_from = excluded.quiet_from,
        quiet_to = excluded.quiet_to, digest_hour = excluded.digest_hour, time_zone = excluded.time_zone,
        version = p.version + 1`);
    this.unitOfWork.raise(event);
  }

  private select(who: RawBuilder<unknown>): Promise<Row[]> {
    return this.database.rows<Row>(sql`
      select m.user_id, coalesce(m.time_zone, o.time_zone) as home_zone, p.choices, p.quiet_from::text, p.quiet_to::text,
        p.digest_hour, p.time_zone, p.version
      from members m
      join organizations o on o.organization_id = m.organization_id
      left join notification_preferences p on p.organization_id = m.organization_id and p.user_id = m.user_id
      where m.organization_id = ${currentOrganizationId()} and ${who}`);
  }
}

function preferencesOf({ user_id, home_zone, version, ...row }: Row): NotificationPreferences {
  if (version === null) return new NotificationPreferences(user_id, home_zone);
  const { quiet_from, quiet_to } = row;
  const wishes: NotificationWishes = {
    choices: row.choices!,
    quietHours: quiet_from && quiet_to ? { from: quiet_from.slice(0, 5), to: quiet_to.slice(0, 5) } : null,
    digestHour: row.digest_hour!,
    timeZone: row.time_zone,
  };
  return new NotificationPreferences(user_id, home_zone, wishes, version);
}

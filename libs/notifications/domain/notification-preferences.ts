import { changesBetween, type DomainEvent, InvalidInput } from '#kernel/index';
import { type ChannelChoice, type NotificationKind, notificationKinds } from './notification-kinds.ts';

/** The part of the day in which no mail goes out; it may span midnight. */
export interface QuietHours {
  from: string;
  to: string;
}

/** What somebody may set about their notifications. */
export interface NotificationWishes {
  choices: Partial<Record<NotificationKind, ChannelChoice>>;
  quietHours: QuietHours | null;
  /** The full hour of the day at which the digest goes out. */
  digestHour: number;
  /** Where these hours are meant; null for the zone of the member. */
  timeZone: string | null;
}

const DEFAULT: NotificationWishes = { choices: {}, quietHours: null, digestHour: 8, timeZone: null };

/** Which notifications a person wants, how, and when. */
export class NotificationPreferences implements NotificationWishes {
  choices: NotificationWishes['choices'];
  quietHours: QuietHours | null;
  digestHour: number;
  timeZone: string | null;

  constructor(
    readonly userId: string,
    /** The zone of the member or else of the organization. */
    readonly homeZone: string,
    wishes: NotificationWishes = DEFAULT,
    readonly version = 0,
  ) {
    this.choices = wishes.choices;
    this.quietHours = wishes.quietHours;
    this.digestHour = wishes.digestHour;
    this.timeZone = wishes.timeZone;
  }

  choiceFor(kind: NotificationKind): ChannelChoice {
    return this.choices[kind] ?? notificationKinds[kind];
  }

  change(wishes: NotificationWishes): DomainEvent {
    if (wishes.timeZone && !isTimeZone(wishes.timeZone)) {
      throw new InvalidInput('/time_zone', 'unknown_time_zone', 'Use an IANA zone such as "Europe/Berlin".');
    }
    if (wishes.quietHours && wishes.quietHours.from === wishes.quietHours.to) {
      throw new InvalidInput('/quiet_hours/to', 'empty_range', 'Quiet hours need an end other than their start.');
    }
    const before = this.facts();
    Object.assign(this, wishes);
    return {
      type: 'notification_preferences.updated',
      subject: { type: 'NotificationPreferences', id: this.userId },
      recipientId: this.userId,
      data: { user_id: this.userId },
      changes: changesBetween(before, this.facts()),
    };
  }

  /** When a mail of this kind may go out at the earliest; null for never. */
  mailDue(kind: NotificationKind, now: Temporal.Instant): Temporal.Instant | null {
    const { mail } = this.choiceFor(kind);
    if (mail === 'off') return null;
    return this.afterQuietHours(mail === 'digest' ? this.nextDigest(now) : now);
  }

  private get zone(): string {
    return this.timeZone ?? this.homeZone;
  }

  private nextDigest(now: Temporal.Instant): Temporal.Instant {
    const local = now.toZonedDateTimeISO(this.zone);
    const at = (date: Temporal.PlainDate) => {
      return date
        .toZonedDateTime({ timeZone: this.zone, plainTime: new Temporal.PlainTime(this.digestHour) })
        .toInstant();
    };
    const today = at(local.toPlainDate());
    return Temporal.Instant.compare(today, now) > 0 ? today : at(local.toPlainDate().add({ days: 1 }));
  }

  private afterQuietHours(at: Temporal.Instant): Temporal.Instant {
    if (!this.quietHours) return at;
    const local = at.toZonedDateTimeISO(this.zone);
    const time = local.toPlainTime();
    const [from, to] = [Temporal.PlainTime.from(this.quietHours.from), Temporal.PlainTime.from(this.quietHours.to)];
    const [begun, over] = [Temporal.PlainTime.compare(time, from) >= 0, Temporal.PlainTime.compare(time, to) >= 0];
    const spansMidnight = Temporal.PlainTime.compare(from, to) > 0;
    if (spansMidnight ? !begun && over : !begun || over) return at;
    const { hour, minute } = to;
    // `with` keeps the offset, so that an hour that the clock shows twice does not lead back into the first one.
    const end = local.round({ smallestUnit: 'minute', roundingMode: 'floor' }).with({ hour, minute });
    return end.add({ days: spansMidnight && begun ? 1 : 0 }).toInstant();
  }

  private facts(): Record<string, unknown> {
    return {
      kinds: this.choices,
      quiet_hours: this.quietHours,
      digest_hour: this.digestHour,
      time_zone: this.timeZone,
    };
  }
}

function isTimeZone(name: string): boolean {
  try {
    return Boolean(Temporal.Instant.fromEpochMilliseconds(0).toZonedDateTimeISO(name));
  } catch {
    return false;
  }
}

import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { NotificationPreferences, type NotificationWishes } from './notification-preferences.ts';

const at = (text: string) => Temporal.Instant.from(text);
const preferences = (wishes: Partial<NotificationWishes> = {}) =>
  new NotificationPreferences('ada', 'Europe/Berlin', {
    choices: {},
    quietHours: null,
    digestHour: 8,
    timeZone: null,
    ...wishes,
  });

describe('The preferences of a person', () => {
  it('let a mail go at once, with the next digest, or never', () => {
    const own = preferences({ choices: { comment: { in_app: 'off', mail: 'off' } } });
    expect(own.mailDue('mention', at('2026-11-20T12:00Z'))).toEqual(at('2026-11-20T12:00Z'));
    expect(own.mailDue('task_completed', at('2026-11-20T12:00Z'))).toEqual(at('2026-11-21T07:00Z'));
    expect(own.mailDue('task_completed', at('2026-11-20T06:00Z'))).toEqual(at('2026-11-20T07:00Z'));
    expect(own.mailDue('comment', at('2026-11-20T12:00Z'))).toBeNull();
  });

  it('hold mails back over a night, and over a part of the day', () => {
    const night = preferences({ quietHours: { from: '22:00', to: '07:30' } });
    expect(night.mailDue('mention', at('2026-11-20T23:30Z'))).toEqual(at('2026-11-21T06:30Z'));
    expect(night.mailDue('mention', at('2026-11-20T21:30Z'))).toEqual(at('2026-11-21T06:30Z'));
    expect(night.mailDue('mention', at('2026-11-20T06:30Z'))).toEqual(at('2026-11-20T06:30Z'));
    const noon = preferences({ quietHours: { from: '12:00', to: '14:00' }, timeZone: 'America/New_York' });
    expect(noon.mailDue('mention', at('2026-11-20T17:00Z'))).toEqual(at('2026-11-20T19:00Z'));
    expect(noon.mailDue('mention', at('2026-11-20T19:00Z'))).toEqual(at('2026-11-20T19:00Z'));
  });

  it('move a digest that falls into quiet hours to their end', () => {
    const late = preferences({ digestHour: 6, quietHours: { from: '22:00', to: '09:00' } });
    expect(late.mailDue('task_completed', at('2026-11-20T12:00Z'))).toEqual(at('2026-11-21T08:00Z'));
  });

  it('never send a mail in quiet hours, never in the past, and never more than two days late', () => {
    const time = fc
      .integer({ min: 0, max: 1439 })
      .map((m) => Temporal.PlainTime.from({ hour: Math.floor(m / 60), minute: m % 60 }));
    const moment = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 });
    fc.assert(
      fc.property(time, time, moment, fc.integer({ min: 0, max: 23 }), (from, to, seconds, digestHour) => {
        fc.pre(!from.equals(to));
        const quietHours = { from: from.toString(), to: to.toString() };
        const own = preferences({ quietHours, digestHour });
        const now = Temporal.Instant.fromEpochMilliseconds(seconds * 1000);
        for (const kind of ['mention', 'comment'] as const) {
          const due = own.mailDue(kind, now)!;
          expect(now.until(due).total('hours')).toBeGreaterThanOrEqual(0);
          expect(now.until(due).total('hours')).toBeLessThan(50);
          expect(own.mailDue('mention', due)).toEqual(due);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('refuse an unknown zone and quiet hours without an end', () => {
    const wishes = { choices: {}, quietHours: null, digestHour: 8, timeZone: null };
    expect(() => preferences().change({ ...wishes, timeZone: 'Middle/Earth' })).toThrow('IANA');
    expect(() => preferences().change({ ...wishes, quietHours: { from: '22:00', to: '22:00' } })).toThrow('end');
  });
});

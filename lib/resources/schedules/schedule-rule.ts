import { addDays, weekdayOf } from '~/lib/kernel/time/calendar-day'
import { atParisHour, parisClock } from '~/lib/kernel/time/paris-clock'
import { parisDay } from '~/lib/kernel/time/paris-day'

/** When snapshots are taken automatically. Hours of days and weeks are those of Paris; 1 is Monday. */
export type ScheduleRule =
  | { rhythm: 'hourly'; everyHours: number }
  | { rhythm: 'daily'; atHour: number }
  | { rhythm: 'weekly'; onWeekday: number; atHour: number }

/**
 * The first instant of the rule after `after`. Hourly intervals count from midnight UTC, so they are all
 * equal; a day or week has exactly one instant, also when the clocks change. Pure.
 */
export function nextSlot(rule: ScheduleRule, after: Date): Date {
  if (rule.rhythm === 'hourly') {
    const step = rule.everyHours * 3_600_000
    return new Date((Math.floor(after.getTime() / step) + 1) * step)
  }
  const { year, month, day } = parisClock(after)
  const today = parisDay(after)
  for (let ahead = 0; ; ahead += 1) {
    if (rule.rhythm === 'weekly' && weekdayOf(addDays(today, ahead)) !== rule.onWeekday) continue
    const slot = atParisHour(year, month, day + ahead, rule.atHour)
    if (slot > after) return slot
  }
}

/** The last instant of the rule not after `now`, starting from one that is due. Pure. */
export function latestSlot(rule: ScheduleRule, due: Date, now: Date): Date {
  let slot = due
  for (let next = nextSlot(rule, slot); next <= now; next = nextSlot(rule, slot)) slot = next
  return slot
}

/** The name of this instant's snapshot: the time in Paris, marked when the clock shows it the second time. */
export function slotName(slot: Date): string {
  const text = (instant: Date) => {
    const { year, month, day, hour } = parisClock(instant)
    const two = (value: number) => String(value).padStart(2, '0')
    return `auto-${year}-${two(month)}-${two(day)}-${two(hour)}h00`
  }
  const name = text(slot)
  return text(new Date(slot.getTime() - 3_600_000)) === name ? `${name}-bis` : name
}

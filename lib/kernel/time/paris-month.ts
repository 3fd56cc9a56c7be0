import { atParisHour, parisClock } from './paris-clock'

/** A calendar month of Europe/Paris as the half-open `[from, to)`, UTC. */
export type Month = { from: Date; to: Date }

/** The month of Europe/Paris in which `instant` falls, whatever the zone of the machine. Pure. */
export function parisMonth(instant: Date): Month {
  const { year, month } = parisClock(instant)
  return { from: atParisHour(year, month, 1, 0), to: atParisHour(year, month + 1, 1, 0) }
}

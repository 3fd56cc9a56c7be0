/** The instants ahead at which the futures of a host and a server are compared, in hours. */
export const hoursAhead = [0.5, 1, 2, 4, 8, 16, 24] as const

/** The hours represented by each of `hoursAhead`. */
export const spanHours = hoursAhead.map((hours, at) => hours - (hoursAhead[at - 1] ?? 0))

/** A chance for each of `hoursAhead`. */
export type Outlook = ArrayLike<number>

/** The expected remaining hours of a server within the horizon. */
export function expectedHours(outlook: Outlook): number {
  return spanHours.reduce((sum, hours, at) => sum + hours * (outlook[at] ?? 0), 0)
}

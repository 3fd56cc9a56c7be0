/** The moments ahead at which a host's and a server's future are compared, in hours. */
export const hoursAhead = [0.5, 1, 2, 4, 8, 16, 24] as const

/** The hours that each of `hoursAhead` answers for. */
export const spanHours = hoursAhead.map((hours, at) => hours - (hoursAhead[at - 1] ?? 0))

/** A chance for each of `hoursAhead`. */
export type Outlook = ArrayLike<number>

/** How long a server is expected to stay within the hours looked ahead. */
export function expectedHours(outlook: Outlook): number {
  return spanHours.reduce((sum, hours, at) => sum + hours * (outlook[at] ?? 0), 0)
}

/** The moments ahead at which a host's and a server's future are compared, in hours. */
export const hoursAhead = [0.5, 1, 2, 4, 8, 16, 24] as const

const spanHours = hoursAhead.map((hours, at) => hours - (hoursAhead[at - 1] ?? 0))

/** A chance for each of `hoursAhead`. */
export type Outlook = ArrayLike<number>

/**
 * The chance that a host stands empty at each of `hoursAhead`, from the chance of each of its servers to be
 * still there. Neighbours in the list that came with one order count once, since they tend to leave
 * together: counted apart, a host full of one order would look as if it could never empty. Pure.
 */
export function hostVacancy(servers: readonly { orderId: number | string; outlook: Outlook }[]): number[] {
  return hoursAhead.map((_, at) => {
    let vacancy = 1
    let previous: number | string | null = null
    for (const { orderId, outlook } of servers) {
      if (orderId === previous) continue
      previous = orderId
      vacancy *= 1 - (outlook[at] ?? 0)
    }
    return vacancy
  })
}

/** How long a server is expected to stay within the hours looked ahead. */
export function expectedHours(outlook: Outlook): number {
  return spanHours.reduce((sum, hours, at) => sum + hours * (outlook[at] ?? 0), 0)
}

/** A commitment that ends at a known time needs no guess. */
export function outlookUntil(hoursLeft: number): number[] {
  return hoursAhead.map((hours) => (hours < hoursLeft ? 1 : 0))
}

/**
 * Hours for which the host stays in use because of this server alone (`kept`), and hours for which it will
 * be in use after the server has left (`outlived`). Pure.
 */
export function compareOutlooks(
  vacancy: Outlook,
  server: Outlook,
): { keptHours: number; outlivedHours: number } {
  let keptHours = 0
  let outlivedHours = 0
  for (let at = 0; at < spanHours.length; at += 1) {
    const hours = spanHours[at] ?? 0
    const stays = server[at] ?? 0
    const empty = vacancy[at] ?? 0
    keptHours += hours * stays * empty
    outlivedHours += hours * (1 - stays) * (1 - empty)
  }
  return { keptHours, outlivedHours }
}

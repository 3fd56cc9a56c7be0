type Incident = {
  startedAt: string
  detectedAt: string
  openedAt?: string | null
  repairedAt: string | null
  resolvedAt: string | null
}
type Touched = { fromAt: string; toAt: string | null }

/** `at`: epoch milliseconds. */
export type Moment = {
  kind: 'started' | 'detected' | 'opened' | 'published' | 'repaired' | 'resolved'
  at: number
}
/** From `at` until the next one, `count` resources of the incident are unavailable. */
export type UnavailableStep = { at: number; count: number }

const order: readonly Moment['kind'][] = [
  'started',
  'detected',
  'opened',
  'published',
  'repaired',
  'resolved',
]

/** What happened in an incident, in order of time. A publication at the instant of opening or resolving is that. Pure. */
export function momentsOf(incident: Incident, updates: readonly { at: string }[]): Moment[] {
  const { startedAt, detectedAt, openedAt = null, repairedAt, resolvedAt } = incident
  const moments: Moment[] = []
  const add = (kind: Moment['kind'], instant: string | null) => {
    if (instant !== null) moments.push({ kind, at: Date.parse(instant) })
  }
  add('started', startedAt)
  add('detected', detectedAt)
  add('opened', openedAt)
  add('repaired', repairedAt)
  add('resolved', resolvedAt)
  for (const { at } of updates) if (at !== openedAt && at !== resolvedAt) add('published', at)
  return moments.sort((a, b) => a.at - b.at || order.indexOf(a.kind) - order.indexOf(b.kind))
}

/** How many resources were unavailable, at every change of the number; one without an end still is. Pure. */
export function unavailableSteps(touched: readonly Touched[]): UnavailableStep[] {
  const changes = new Map<number, number>()
  const add = (at: number, by: number) => changes.set(at, (changes.get(at) ?? 0) + by)
  for (const { fromAt, toAt } of touched) {
    add(Date.parse(fromAt), 1)
    if (toAt !== null) add(Date.parse(toAt), -1)
  }
  let count = 0
  return [...changes]
    .sort(([a], [b]) => a - b)
    .map(([at, by]) => {
      count += by
      return { at, count }
    })
}

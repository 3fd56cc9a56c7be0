import { withSystem } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { parisMonth } from '~/lib/kernel/time/paris-month'
import { seedSystem } from '../contexts'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

/** A common failure or maintenance of the place of this organisation's server. */
type Plan = {
  key: string
  kind: 'outage' | 'maintenance'
  domain: 'host' | 'rack' | 'zone'
  at: { organisation: string; server: string }
  /**
   * Months before the last billed one, and its start in it (hours after midnight in Paris of the first day) and
   * duration in minutes.
   */
  monthsBefore: number
  day: number
  hour: number
  minute: number
  durationMinutes: number
}

/** In chronological order. Each lasts whole rounds of ten seconds. */
const plans: readonly Plan[] = [
  {
    key: 'lumen-host',
    kind: 'outage',
    domain: 'host',
    at: { organisation: 'lumen', server: 'rendu' },
    monthsBefore: 7,
    day: 20,
    hour: 5,
    minute: 10,
    durationMinutes: 19,
  },
  {
    key: 'nordix-host',
    kind: 'outage',
    domain: 'host',
    at: { organisation: 'nordix', server: 'modele' },
    monthsBefore: 5,
    day: 14,
    hour: 9,
    minute: 41,
    durationMinutes: 36,
  },
  {
    key: 'lyon-rack',
    kind: 'outage',
    domain: 'rack',
    at: { organisation: 'brevannes', server: 'planning-soins' },
    monthsBefore: 4,
    day: 9,
    hour: 1,
    minute: 20,
    durationMinutes: 491,
  },
  {
    key: 'lille-network',
    kind: 'outage',
    domain: 'zone',
    at: { organisation: 'nordix', server: 'modele' },
    monthsBefore: 2,
    day: 3,
    hour: 22,
    minute: 14,
    durationMinutes: 11,
  },
  {
    key: 'paris-maintenance',
    kind: 'maintenance',
    domain: 'host',
    at: { organisation: 'brevannes', server: 'dossier-patient' },
    monthsBefore: 0,
    day: 6,
    hour: 2,
    minute: 0,
    durationMinutes: 40,
  },
  {
    key: 'paris-host',
    kind: 'outage',
    domain: 'host',
    at: { organisation: 'valmont', server: 'portail-citoyen-01' },
    monthsBefore: 0,
    day: 12,
    hour: 13,
    minute: 7,
    durationMinutes: 97,
  },
]

/** An interruption of servers over the half-open `[from, to)`, as the demonstration's probes saw it. */
export type MeasuredOutage = Pick<Plan, 'key' | 'kind' | 'domain'> & {
  domainId: string
  zoneId: Id<'zone'>
  from: Date
  to: Date
}

/**
 * Returns the middle of the last month billed on `today`, or of one this many months earlier: a month stays open until
 * six in the morning of the third of the next one. Pure.
 */
export function billedMonth(today: Date, monthsBefore: number): Date {
  const closing = new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth(), 3, 6))
  const back = (closing > today ? 2 : 1) + monthsBefore
  return new Date(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back, 15))
}

/** Returns the measured outages and maintenance of the demonstration in chronological order, with their places. */
export async function findMeasuredOutages(
  today: Date,
  organisations: readonly SeededOrganisation[],
): Promise<MeasuredOutage[]> {
  return withSystem(seedSystem(today), async (tx) => {
    const found: MeasuredOutage[] = []
    for (const { key, kind, domain, at, ...when } of plans) {
      const organisation = organisations.find((each) => each.key === at.organisation)
      const place = organisation && (await queries.findPlace(tx, organisation.organisationId, at.server))
      invariant(place, `the plans of outages name ${at.server}, which was not seeded`)
      const { from: begun } = parisMonth(billedMonth(today, when.monthsBefore))
      const seconds = ((when.day - 1) * 24 * 60 + when.hour * 60 + when.minute) * 60
      const from = addSeconds(begun, seconds)
      const domainId = { host: place.hostId, rack: place.rackId, zone: place.zoneId }[domain]
      const to = addSeconds(from, when.durationMinutes * 60)
      found.push({ key, kind, domain, domainId, zoneId: place.zoneId, from, to })
    }
    return found
  })
}

import { withSystem } from '~/db/client'
import { defineTrafficPrice } from '~/lib/catalogue'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { createMeteringKey, receiveMetering, revokeMeteringKey } from '~/lib/usage'
import { seedStaff, seedSystem, seedVisitor } from '../contexts'
import { meteredZone, meteringKeyName, trafficPlans, trafficTerms } from '../demonstration/traffic'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

const day = 86_400
const gibibyte = 1_073_741_824
const monthsMeasured = 2

/**
 * Reports the outgoing traffic of some servers over the last two whole months and this one, as their zone's routers
 * would, day by day at noon; withdraws the key at the end, so that the hypervisors' counters continue.
 */
export async function seedTraffic(
  today: Date,
  organisations: readonly SeededOrganisation[],
  staffId: Id<'staff'>,
): Promise<void> {
  await defineTrafficPrice(seedSystem(today, 'operator'), {
    ...trafficTerms,
    validFrom: addSeconds(today, -400 * day),
  })
  const first = Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - monthsMeasured, 1, 12)
  const capacity = (now: Date) => seedStaff(now, staffId, ['capacity'])
  const key = await createMeteringKey(capacity(new Date(first)), { zone: meteredZone, name: meteringKeyName })
  const servers = await findServers(today, organisations)
  const ingest = (now: Date, events: readonly object[]) =>
    receiveMetering(
      { ...seedVisitor(now), surface: 'operator' },
      { secret: key.secret, text: events.map((event) => JSON.stringify(event)).join('\n') },
    )
  let last: object | undefined
  for (let at = first, index = 0; at <= today.getTime(); at += day * 1_000, index += 1) {
    const noon = new Date(at)
    const events = servers.map(({ id, gibPerDay }) => ({
      key: `${id}/${noon.toISOString().slice(0, 10)}`,
      resourceId: id,
      meter: 'traffic_out',
      at: noon.toISOString(),
      // Weekends are quiet; the rest varies slightly.
      quantity: Math.round(
        gibPerDay * gibibyte * ([0, 6].includes(noon.getUTCDay()) ? 0.6 : 1 + ((index * 7) % 5) / 25),
      ),
    }))
    last = events[0]
    const { accepted } = await ingest(noon, events)
    invariant(accepted === events.length, 'the demonstration hands in what is taken')
  }
  // A router that reports the same hour twice, and one with a wrong clock.
  await ingest(today, [
    { ...last, quantity: 1 },
    { ...last, key: 'rtr-2/horloge', at: addSeconds(today, 7_200).toISOString() },
  ])
  await revokeMeteringKey(capacity(today), { keyId: key.id })
}

async function findServers(today: Date, organisations: readonly SeededOrganisation[]) {
  return withSystem(seedSystem(today), async (tx) => {
    const found: { id: string; gibPerDay: number }[] = []
    for (const plan of trafficPlans) {
      const organisationId = organisations.find(({ key }) => key === plan.organisation)?.organisationId
      const id = organisationId && (await queries.findServer(tx, organisationId, plan.server))
      if (id) found.push({ id, gibPerDay: plan.gibPerDay })
    }
    return found
  })
}

import { randomUUID } from 'node:crypto'
import { withSystem } from '~/db/client'
import { DriverError } from '~/lib/hypervisors'
import { listSilentHostNames, toNetworkSpec } from '~/lib/hypervisors/rows'
import type { Drivers } from '~/lib/hypervisors/runtime'
import { authorizeSystem } from '~/lib/identity'
import { everyEnded } from '~/lib/kernel/concurrency/every-ended'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import {
  claimNetworkToWrite,
  listZonesToWrite,
  markNetworkApplied,
  type NetworkToWrite,
  recordNetworkFailure,
  releaseNetwork,
} from './queries/write-networks'

const patienceMs = 25_000
/** Longer than a write can take: otherwise a write by the next holder would count as ours. */
const leaseSeconds = 40
const pauseSeconds = 4
const mostPerTurn = 100

/**
 * Applies the rules of every network where the hypervisor is reachable, and removes deleted networks; later changes follow
 * in the next pass.
 * One worker at a time writes a network, and only its own success counts. After a failure they are written
 * again, and until then the page shows on which hosts they are not in force.
 */
export async function applyNetworks(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  serves: ServesZone = everyZone,
): Promise<void> {
  authorizeSystem(ctx)
  const zones = (await withSystem(ctx, listZonesToWrite)).filter(serves)
  // Concurrently, so that a failing zone delays no other.
  await everyEnded(zones.map((zoneId) => applyInZone(ctx, drivers, zoneId)))
}

/**
 * Until all are written or a write fails: the others of the zone would fail too, and follow in the next pass.
 */
async function applyInZone(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  zoneId: Id<'zone'>,
): Promise<void> {
  const holder = randomUUID()
  for (let turn = 0; turn < mostPerTurn; turn += 1) {
    const claimed = await withSystem(ctx, async (tx) => {
      const network = await claimNetworkToWrite(tx, zoneId, { holder, leaseSeconds })
      return network && { network, spec: await toNetworkSpec(tx, network) }
    })
    if (!claimed || !(await write(ctx, drivers, holder, claimed))) return
  }
}

/** False when it was not written: it failed, or this process has no driver for the zone. */
async function write(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  holder: string,
  { network, spec }: { network: NetworkToWrite; spec: Awaited<ReturnType<typeof toNetworkSpec>> },
): Promise<boolean> {
  const { id, revision, zone } = network
  const fail = (hosts: string[]) =>
    withSystem(ctx, (tx) => recordNetworkFailure(tx, id, { holder, hosts, pauseSeconds, now: ctx.now }))
  let hostOf = (name: string): string | null => name
  try {
    const hypervisor = await withSystem(ctx, (tx) => drivers.hypervisorOf(tx, zone))
    if (!hypervisor) {
      await withSystem(ctx, (tx) => releaseNetwork(tx, id, holder))
      return false
    }
    hostOf = hypervisor.hostOf
    const options = { signal: AbortSignal.timeout(patienceMs) }
    if (network.deletedAt) await hypervisor.surveyor.removeNetwork(zone.code, spec, options)
    else await hypervisor.surveyor.applyRules(zone.code, spec, options)
    const removedAt = network.deletedAt && ctx.now
    return await withSystem(ctx, (tx) => markNetworkApplied(tx, id, { holder, revision, removedAt }))
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    log.warn({ network: id, err: error }, 'a network could not be written')
    const down = error.params.hosts?.split(' ') ?? []
    // We may know that a host has died before the hypervisor does.
    const silent = await withSystem(ctx, (tx) => listSilentHostNames(tx, zone.id))
    await fail([...new Set([...down.flatMap((name) => hostOf(name) ?? []), ...silent])])
    return false
  }
}

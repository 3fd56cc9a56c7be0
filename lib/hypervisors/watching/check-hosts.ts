import { withSystem } from '~/db/client'
import { recordHostReach } from '~/lib/datacentre'
import { authorizeSystem } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { everyZone, type ServesZone } from '~/lib/kernel/serves-zone'
import type { ComparedZone } from '../drifts/queries/compared-zones'
import type { Drivers } from '../open-drivers'
import type { SilentHosts } from '../port/driver'
import { DriverError } from '../port/driver-error'
import { claimZoneLease } from '../queries/zone-lease'
import { findHostChanges, type Suspects } from './find-host-changes'
import { listHostReach, listZonesToLookAt, wasJustReached } from './queries/host-reach'

const patienceMs = 5_000

export type HostCheck = {
  workerId: string
  suspects: Map<Id<'zone'>, Suspects>
  serves?: ServesZone
}

/**
 * Marks hosts that do not answer, and unmarks those that answer again, in every zone. One worker per zone does this and
 * keeps suspicions in `look`. Where it is unknown which hosts answer, the marks stay.
 */
export async function checkHosts(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  look: HostCheck,
): Promise<void> {
  authorizeSystem(ctx)
  const { serves = everyZone } = look
  // A suspicion from before another worker served the zone is too old.
  for (const zoneId of look.suspects.keys()) if (!serves(zoneId)) look.suspects.delete(zoneId)
  const zones = (await withSystem(ctx, listZonesToLookAt)).filter(({ id }) => serves(id))
  // In parallel, so that one hypervisor that does not answer delays no other.
  await Promise.all(zones.map((zone) => checkZoneHosts(ctx, drivers, look, zone)))
}

async function checkZoneHosts(
  ctx: OpContext,
  drivers: Pick<Drivers, 'hypervisorOf'>,
  { workerId, suspects }: HostCheck,
  zone: ComparedZone,
): Promise<void> {
  try {
    const hypervisor = await withSystem(ctx, async (tx) => {
      const within = await drivers.hypervisorOf(tx, zone)
      return within && (await claimZoneLease(tx, zone.id, workerId, 'hosts')) ? within : null
    })
    if (!hypervisor) {
      suspects.delete(zone.id)
      return
    }
    const found = await hypervisor.surveyor.listSilentHosts(zone.code, {
      signal: AbortSignal.timeout(patienceMs),
    })
    await withSystem(ctx, async (tx) => {
      // Another worker reaches it, so this worker is cut off.
      const isCutOff = found.all && zone.driver === 'incus' && (await wasJustReached(tx, zone.id))
      if (isCutOff) return
      const listed = found.members?.names.flatMap((member) => hypervisor.hostOf(member) ?? [])
      // When no member matches one of our hosts by name, their list is no evidence about our hosts.
      const members =
        found.members && listed?.length ? { names: listed, isWhole: found.members.isWhole } : undefined
      const silent: SilentHosts = {
        all: found.all,
        members,
        hosts: found.hosts.flatMap((host) => {
          const name = hypervisor.hostOf(host.name)
          return name === null ? [] : [{ ...host, name }]
        }),
      }
      const hosts = await listHostReach(tx, zone.id)
      const changes = findHostChanges(hosts, silent, suspects.get(zone.id) ?? new Map(), ctx.now)
      suspects.set(zone.id, changes.suspects)
      await recordHostReach(tx, ctx, { silenced: changes.silenced, back: changes.back })
    })
  } catch (error) {
    if (!(error instanceof DriverError)) throw error
    log.warn({ zone: zone.code, err: error }, 'the hosts of a zone could not be checked')
  }
}

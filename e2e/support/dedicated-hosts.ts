import { withSystem } from '~/db/client'
import { registerHost, registerRack } from '~/lib/datacentre'
import { openSimulator } from '~/lib/hypervisors/port/index'
import type { Id } from '~/lib/kernel/ids'
import { moveInstance } from '~/lib/resources'
import type { TestBuyer } from '~/testing/buyer'
import { sql, systemNowContext, until } from './database'
import { isIdle } from './estate'
import { fact } from './installation-facts'

/** Hosts dedicated to this organisation, in a rack of their own, so that other tests are not disturbed. */
export async function dedicatedHosts<const L extends string>(
  organisation: TestBuyer,
  letters: readonly L[],
  { memoryMib = 65_536 } = {},
) {
  const ctx = systemNowContext('operator')
  const [room] = await sql<{ id: Id<'room'> }[]>`
    select r.id from rooms r join sites s on s.id = r.site_id join zones z on z.id = s.zone_id where z.code = 'PAR1' limit 1`
  if (!room) throw new Error('the demonstration has a room in Paris')
  const rack = `essai-${crypto.randomUUID().slice(0, 8)}`
  const rackId = await registerRack(ctx, { roomId: room.id, name: rack })
  const hosts = await Promise.all(
    letters.map(async (letter) => {
      const name = `${rack}-${letter}`
      const id = await registerHost(ctx, {
        rackId,
        name,
        generation: 'G3',
        labels: { dedicated: organisation.organisationId },
        vcpuPhysical: 16,
        vcpuOvercommitPercent: 100,
        memoryMibPhysical: memoryMib,
        diskGibPhysical: 1_000,
      })
      return [letter, { id, name }] as const
    }),
  )
  return Object.fromEntries(hosts) as Record<L, { id: Id<'host'>; name: string }>
}

export async function hostOf(instanceId: string): Promise<string | undefined> {
  const [row] = await sql<{ host: string }[]>`select host_id as host from instances where id = ${instanceId}`
  return row?.host
}

/** Moves these servers to the host. */
export async function gatherOn(
  organisation: TestBuyer,
  instances: readonly { id: string }[],
  hostId: Id<'host'>,
): Promise<void> {
  for (const { id } of instances) {
    if ((await hostOf(id)) === hostId) continue
    await withSystem(systemNowContext(), (tx) =>
      moveInstance(tx, systemNowContext(), {
        instanceId: id as Id<'instance'>,
        toHostId: hostId,
        mayBreakRules: false,
      }),
    )
  }
  await until('all are on one host', () => isIdle(organisation.organisationId))
}

/** Cuts the power of one simulated host. */
export async function cutPower(hostName: string): Promise<void> {
  const simulator = openSimulator({
    databaseUrl: fact('SIMULATOR_DATABASE_URL'),
    installation: 'e2e',
    now: () => new Date(),
  })
  try {
    await simulator.setFault({ name: 'host-down', hostName })
  } finally {
    await simulator.close()
  }
}

/** Gives the power back to this host alone. */
export async function restorePower(hostName: string): Promise<void> {
  await sql`delete from simulator.faults where name = 'host-down' and host_name = ${hostName}`
}

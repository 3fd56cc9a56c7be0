import { systemTestContext, testNow } from '~/db/testing/contexts'
import { defineZone } from '~/lib/catalogue'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { registerHost } from '../hosts/register-host'
import { registerRack } from '../places/register-rack'
import { registerRoom } from '../places/register-room'
import { registerSite } from '../places/register-site'
import { registerPool } from '../pools/register-pool'

/** The product itself, with the operator's role: may define a catalogue. */
export const seedContext = (now: Date = testNow): OpContext => ({
  ...systemTestContext(now),
  surface: 'operator',
})

export type TestZone = { zoneId: Id<'zone'>; hostIds: Id<'host'>[]; poolId: Id<'pool'> }

let zonesMade = 0

/**
 * TST1 to TST99, then TSU0 and on: a code has at most two digits. One process counts the zones of all its test files, each
 * with a database of its own, so that codes and address prefixes may come again.
 */
const codeOf = (made: number) =>
  `TS${String.fromCharCode('T'.charCodeAt(0) + (Math.floor(made / 100) % 7))}${made % 100}`

/** Creates a zone with one rack of identical hosts and one fast pool. Sizes are sellable amounts. */
export async function makeZone(
  hosts: { count: number; vcpu: number; memoryMib?: number; diskGib?: number },
  options: { poolGib?: number; placement?: 'spread' | 'pack' } = {},
): Promise<TestZone> {
  const ctx = seedContext()
  zonesMade += 1
  const name = `Zone ${zonesMade}`
  const zoneId = await defineZone(ctx, {
    code: codeOf(zonesMade),
    name,
    city: 'Lille',
    position: zonesMade,
    placement: options.placement ?? 'spread',
    addressPrefix: `10.${zonesMade % 256}`,
  })
  const siteId = await registerSite(ctx, { zoneId, name, city: 'Lille', address: '1 rue des Baies' })
  const roomId = await registerRoom(ctx, { siteId, name: 'A1' })
  const rackId = await registerRack(ctx, { roomId, name: '01' })
  const hostIds: Id<'host'>[] = []
  for (let i = 0; i < hosts.count; i += 1) {
    hostIds.push(
      await registerHost(ctx, {
        rackId,
        name: `tst${zonesMade}-${i}`,
        generation: 'G3',
        vcpuPhysical: hosts.vcpu,
        vcpuOvercommitPercent: 100,
        memoryMibPhysical: hosts.memoryMib ?? hosts.vcpu * 4096,
        diskGibPhysical: hosts.diskGib ?? hosts.vcpu * 100,
      }),
    )
  }
  const poolId = await registerPool(ctx, {
    zoneId,
    name: `tst${zonesMade}-fast`,
    volumeClass: 'fast',
    gibPhysical: options.poolGib ?? 10_000,
  })
  return { zoneId, hostIds, poolId }
}

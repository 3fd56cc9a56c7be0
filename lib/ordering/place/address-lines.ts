import type { Tx } from '~/db/client'
import { bundleMicroCents } from '~/lib/catalogue/client'
import { DomainError } from '~/lib/kernel/errors'
import { newId } from '~/lib/kernel/ids'
import { monthlyCents } from '~/lib/kernel/money'
import type { OpContext } from '~/lib/kernel/op-context'
import { listAddressZones, requireChangeableNetworks } from '~/lib/resources/rows'
import { readAddressBundle } from '../cart/read-address-offer'
import { OrderRefused } from './outcome'
import { planAddresses } from './plan-resources'
import type { PreparedLine } from './prepare-lines'

/**
 * For each line of servers ordered with public addresses, a line of as many addresses, with its name, zone and
 * references.
 *
 * @throws DomainError `invalid_input` when none are sold, `state_forbids` while a host of a zone holds its networks,
 * OrderRefused when a zone has too few
 */
export async function addressLines(
  tx: Tx,
  ctx: OpContext,
  lines: readonly PreparedLine[],
): Promise<PreparedLine[]> {
  const at = lines.findIndex(({ input }) => input.publicAddress)
  if (at === -1) return []
  const bundle = await readAddressBundle(tx, ctx.now)
  if (!bundle)
    throw new DomainError('invalid_input', {
      field: `lines.${at}.publicAddress`,
      params: { reason: 'not_on_sale' },
    })
  const microCentsPerHour = bundleMicroCents(bundle, 0)
  const added = lines
    .filter(({ input }) => input.publicAddress)
    .map(({ input: { zoneId, name, quantity, costReferences }, resources }): PreparedLine => {
      const input = { bundleId: bundle.id, zoneId, name, quantity, sshKeyIds: [], costReferences }
      return {
        id: newId('orderLine', ctx.now.getTime()),
        input,
        bundle,
        zoneId,
        imageId: null,
        source: null,
        microCentsPerHour,
        commitment: null,
        sshAccess: null,
        monthlyCents: monthlyCents(microCentsPerHour) * BigInt(quantity),
        resources: planAddresses(resources, ctx.now),
      }
    })
  await assertFree(tx, added)
  return added
}

/** Checked before anything is claimed; a concurrent order may still take the last one, which undoes the order. */
async function assertFree(tx: Tx, lines: readonly PreparedLine[]): Promise<void> {
  const zones = await listAddressZones(tx)
  for (const zoneId of new Set(lines.map((line) => line.zoneId))) {
    await requireChangeableNetworks(tx, zoneId)
    const wanted = lines
      .filter((line) => line.zoneId === zoneId)
      .reduce((sum, line) => sum + line.resources.length, 0)
    if ((zones.find(({ id }) => id === zoneId)?.free ?? 0) >= wanted) continue
    const elsewhere = zones
      .filter(({ id, isOpen, free }) => id !== zoneId && isOpen && free >= wanted)
      .sort((a, b) => b.free - a.free)
      .map(({ id, free }) => ({ zoneId: id, count: free }))
    throw new OrderRefused({ outcome: 'insufficient_capacity', short: 'public_address', zoneId, elsewhere })
  }
}

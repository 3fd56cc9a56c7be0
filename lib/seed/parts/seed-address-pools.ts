import type { OpContext } from '~/lib/kernel/op-context'
import { addAddressPool } from '~/lib/resources'
import { zonePlans } from '../demonstration/datacenters'
import type { SeededZone } from './seed-datacenters'

/** Adds the public address range of its plan to each zone. */
export async function seedAddressPools(ctx: OpContext, zones: readonly SeededZone[]): Promise<void> {
  for (const { id: zoneId, code } of zones) {
    const plan = zonePlans.find((each) => each.code === code)
    if (plan) await addAddressPool(ctx, { zoneId, range: plan.publicRange })
  }
}

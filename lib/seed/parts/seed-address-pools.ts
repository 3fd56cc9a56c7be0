import type { OpContext } from '~/lib/kernel/op-context'
import { addAddressPool } from '~/lib/resources'
import { zonePlans } from '../demonstration/datacenters'
import type { SeededZone } from './seed-datacenters'

/** Adds the public address ranges of its plan to each zone. */
export async function seedAddressPools(ctx: OpContext, zones: readonly SeededZone[]): Promise<void> {
  for (const { id: zoneId, code } of zones) {
    const plan = zonePlans.find((each) => each.code === code)
    for (const range of plan ? [plan.publicRange, plan.publicRange6] : [])
      if (range) await addAddressPool(ctx, { zoneId, range })
  }
}

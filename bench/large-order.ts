/**
 * An order of 200 lines, each a server placed apart from the others of its group, from the request to the portal
 * over HTTP to the response: all of it is claimed and recorded, or nothing.
 */
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const lines = 200
const orders = 10

export async function run(): Promise<Record<string, number>> {
  return withInstallation(async (portalUrl) => {
    const { makeSignedInBuyers, orderOf, postOrder } = await import('../e2e/support/crowd.ts')
    const { makeZone } = await import('../lib/datacentre/testing/datacenter.ts')
    const { makeCatalogue } = await import('../lib/ordering/testing/order-world.ts')
    const zone = await makeZone({ count: 60, vcpu: 50, diskGib: 10_000 })
    const catalogue = await makeCatalogue([zone])
    const answered: number[] = []
    for (const [i, buyer] of (await makeSignedInBuyers(orders + 1)).entries()) {
      const order = orderOf(buyer, zone, catalogue)
      const placement = { relation: 'apart', level: 'host', strength: 'must' }
      const [first] = order.lines
      const answer = await postOrder(portalUrl, buyer, {
        ...order,
        lines: Array.from({ length: lines }, (_, at) => ({
          ...first,
          sshKeyIds: [],
          placement: { ...placement },
          name: `srv-${at}x`,
        })),
      })
      if (answer.outcome !== 'accepted') throw new Error(`the order was answered ${answer.outcome}`)
      // The first one warms the portal.
      if (i > 0) answered.push(answer.milliseconds)
    }
    return {
      lines,
      orders,
      answeredP50Ms: percentile(answered, 0.5),
      answeredP95Ms: percentile(answered, 0.95),
    }
  })
}

/**
 * From the click on « Commander » to a server that answers, in the simulator at its default pace: the order goes
 * through the portal over HTTP, and ends when the server is recorded as running.
 */
import { setTimeout as wait } from 'node:timers/promises'
import { withInstallation } from './support/installation.ts'
import { percentile } from './support/percentile.ts'

const orders = 20

export async function run(): Promise<Record<string, number>> {
  return withInstallation(async (portalUrl) => {
    const { makeSignedInBuyers, makeSellingZone, orderOf, postOrder } = await import(
      '../e2e/support/crowd.ts'
    )
    const { sql } = await import('../e2e/support/database.ts')
    const { makeCatalogue } = await import('../lib/ordering/testing/order-world.ts')
    const zone = await makeSellingZone(orders + 2)
    const catalogue = await makeCatalogue([zone])
    const buyers = await makeSignedInBuyers(orders + 1)
    const answered: number[] = []
    const reachable: number[] = []
    for (const [i, buyer] of buyers.entries()) {
      const begun = performance.now()
      const answer = await postOrder(portalUrl, buyer, orderOf(buyer, zone, catalogue))
      if (answer.outcome !== 'accepted') throw new Error(`the order was answered ${answer.outcome}`)
      for (let state = ''; state !== 'running'; await wait(10)) {
        const [row] = await sql`select state from instances where organisation_id = ${buyer.organisationId}`
        state = row?.state
        if (state === 'failed') throw new Error('the server failed')
      }
      // The first one warms the portal and the worker.
      if (i === 0) continue
      answered.push(answer.milliseconds)
      reachable.push(performance.now() - begun)
    }
    return {
      orders,
      answeredP50Ms: percentile(answered, 0.5),
      answeredP95Ms: percentile(answered, 0.95),
      reachableP50Ms: percentile(reachable, 0.5),
      reachableP95Ms: percentile(reachable, 0.95),
    }
  })
}

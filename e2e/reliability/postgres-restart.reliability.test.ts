import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestInstallation, type TestInstallation } from '../installation'
import type { SellingZone, SignedInBuyer } from '../support/crowd'

const millis = Number(process.env.SECONDS ?? 120) * 1_000
const ordersMax = 2_000
const clients = 8
const endings = ['fast', 'immediate', 'kill'] as const

let installation: TestInstallation
// Its modules read the installation's addresses at import.
let crowd: typeof import('../support/crowd')
let world: typeof import('~/lib/ordering/testing/order-world')
let ordering: typeof import('../support/keep-ordering')
let datacenter: typeof import('~/lib/datacentre/testing/datacenter')

beforeAll(async () => {
  installation = await startTestInstallation({ isDatabaseDurable: true })
  Object.assign(process.env, installation.environment)
  crowd = await import('../support/crowd')
  world = await import('~/lib/ordering/testing/order-world')
  ordering = await import('../support/keep-ordering')
  datacenter = await import('~/lib/datacentre/testing/datacenter')
}, 600_000)
afterAll(() => installation?.stop(), 60_000)

/** T08: acknowledged orders exist afterwards, exactly once, whatever happened to the database meanwhile. */
test('orders go on while PostgreSQL is stopped and killed every few seconds', async () => {
  const buyers = await crowd.makeSignedInBuyers(clients)
  const zone: SellingZone = {
    // Each client may have one more in flight when the last is acknowledged.
    ...(await datacenter.makeZone({ count: 10, vcpu: ordersMax / 10 + clients })),
    slots: ordersMax,
  }
  const catalogue = await world.makeCatalogue([zone])
  const { portalUrl } = installation
  const { acknowledged, order, expectAll } = ordering.openCounter({ portalUrl, zone, catalogue })
  const processes = ordering.processesOfTheSites(installation)
  // The buyers were inserted as rows: their sign-up has no audit events.
  const before = await ordering.listViolations()
  const until = Date.now() + millis
  const recoveries: number[] = []
  let backAt: number | null = null

  const isOver = (marginMs = 0) => Date.now() >= until - marginMs || acknowledged.length >= ordersMax

  async function keepOrdering(buyer: SignedInBuyer): Promise<void> {
    while (!isOver()) {
      await order(buyer)
      if (backAt !== null) recoveries.push(Date.now() - backAt)
      backAt = null
    }
  }

  async function keepRestarting(): Promise<number> {
    let restarts = 0
    for (; !isOver(10_000); restarts += 1) {
      await pause(5_000 + ((restarts * 1_777) % 5_000))
      await installation.restartDatabase(endings[restarts % endings.length] ?? 'kill')
      backAt = Date.now()
    }
    return restarts
  }

  const [restarts] = await Promise.all([keepRestarting(), ...buyers.map(keepOrdering)])
  process.stdout.write(
    `PostgreSQL restarted ${restarts} times: ${acknowledged.length} orders acknowledged, first one after each ` +
      `return within ${Math.max(...recoveries)} ms\n`,
  )
  await expectAll()
  expect(await ordering.listViolations()).toEqual(before)
  expect(ordering.processesOfTheSites(installation)).toEqual(processes)
})

import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
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
let database: typeof import('../support/database')
let datacenter: typeof import('~/lib/datacentre/testing/datacenter')

beforeAll(async () => {
  installation = await startTestInstallation({ isDatabaseDurable: true })
  Object.assign(process.env, installation.environment)
  crowd = await import('../support/crowd')
  world = await import('~/lib/ordering/testing/order-world')
  database = await import('../support/database')
  datacenter = await import('~/lib/datacentre/testing/datacenter')
}, 600_000)
afterAll(() => installation?.stop(), 60_000)

type Acknowledged = { argument: object; buyer: SignedInBuyer; result: string }

/** T08: acknowledged orders exist afterwards, exactly once, whatever happened to the database meanwhile. */
test('orders go on while PostgreSQL is stopped and killed every few seconds', async () => {
  const buyers = await crowd.makeSignedInBuyers(clients)
  const zone: SellingZone = {
    // Each client may have one more in flight when the last is acknowledged.
    ...(await datacenter.makeZone({ count: 10, vcpu: ordersMax / 10 + clients })),
    slots: ordersMax,
  }
  const catalogue = await world.makeCatalogue([zone])
  const processes = processesOfTheSites()
  // The buyers were inserted as rows: their sign-up has no audit events.
  const before = await violations()
  const until = Date.now() + millis
  const acknowledged: Acknowledged[] = []
  const recoveries: number[] = []
  let backAt: number | null = null

  async function orderOnce(buyer: SignedInBuyer): Promise<void> {
    const argument = crowd.orderOf(buyer, zone, catalogue)
    for (;;) {
      const answer = await crowd.postOrder(installation.portalUrl, buyer, argument).catch(() => null)
      if (answer?.outcome === 'accepted') {
        acknowledged.push({ argument, buyer, result: JSON.stringify(answer.result) })
        if (backAt !== null) recoveries.push(Date.now() - backAt)
        backAt = null
        return
      }
      // Anything except « not now » would be a lost order.
      const isAway =
        answer === null || answer.status >= 500 || ['unavailable', 'conflict'].includes(answer.outcome)
      expect(isAway, `${answer?.status} ${answer?.outcome}`).toBe(true)
      await pause(100)
    }
  }

  const isOver = (marginMs = 0) => Date.now() >= until - marginMs || acknowledged.length >= ordersMax

  async function keepOrdering(buyer: SignedInBuyer): Promise<void> {
    while (!isOver()) await orderOnce(buyer)
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
  const { sql } = database
  const settled = async () => {
    const [row] = await sql<{ live: number }[]>`select count(*)::int as live from order_lines
      where zone_id = ${zone.zoneId} and state in ('accepted', 'in_progress')`
    return row?.live === 0
  }
  await database.until('everything ordered is settled', settled, 240_000)
  process.stdout.write(
    `PostgreSQL restarted ${restarts} times: ${acknowledged.length} orders acknowledged, first one after each ` +
      `return within ${Math.max(...recoveries)} ms\n`,
  )

  const [sold] = await sql<{ orders: number; lines: number; running: number; held: number }[]>`
    select count(distinct l.order_id)::int as orders, count(distinct l.id)::int as lines,
      count(*) filter (where i.state = 'running')::int as running,
      count(*) filter (where a.state = 'posted')::int as held
    from order_lines l join instances i on i.order_line_id = l.id
    left join allocations a on a.resource_id = i.id and a.state in ('pending', 'posted')
    where l.zone_id = ${zone.zoneId}`
  const count = acknowledged.length
  expect(sold).toEqual({ orders: count, lines: count, running: count, held: count })
  // The same key still gets the same response.
  for (const { argument, buyer, result } of acknowledged.filter((_, i) => i % 97 === 0)) {
    const again = await crowd.postOrder(installation.portalUrl, buyer, argument)
    expect(JSON.stringify(again.result)).toBe(result)
  }
  expect(await violations()).toEqual(before)
  expect(processesOfTheSites()).toEqual(processes)
})

/** The violations, sorted, since the database returns rows in any order. */
async function violations(): Promise<string[]> {
  const found = await checkInvariants(database.sql)
  return found.map(({ name, rows }) => `${name} ${rows.map((row) => JSON.stringify(row)).sort()}`)
}

/** The process ids of both sites and of the worker: a restarted site has others. */
function processesOfTheSites(): string[] {
  const { portalUrl, operatorUrl } = installation
  return readdirSync('/proc').filter((pid) => {
    try {
      const environment = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0')
      return (
        environment.includes(`PORTAL_URL=${portalUrl}`) && environment.includes(`OPERATOR_URL=${operatorUrl}`)
      )
    } catch {
      return false
    }
  })
}

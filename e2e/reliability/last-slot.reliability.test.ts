import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import type { TestCatalogue } from '~/lib/ordering/testing/order-world'
import { startTestInstallation, type TestInstallation } from '../installation'
import type { SellingZone, SignedInBuyer, TimedAnswer } from '../support/crowd'

const rivals = 500
const rounds = 10
const slotCounts = [1, 10]

describe('500 orders at once over HTTP, on two portals', () => {
  let installation: TestInstallation
  // Its modules read the installation's addresses at import.
  let crowd: typeof import('../support/crowd')
  let world: typeof import('~/lib/ordering/testing/order-world')
  let database: typeof import('../support/database')
  let naive: typeof import('../support/naive-claim')
  let sites: string[]
  let buyers: SignedInBuyer[]
  let zones: SellingZone[]
  let control: SellingZone
  let catalogue: TestCatalogue
  const times: number[] = []

  beforeAll(async () => {
    installation = await startTestInstallation({ morePortals: 1 })
    Object.assign(process.env, installation.environment)
    crowd = await import('../support/crowd')
    world = await import('~/lib/ordering/testing/order-world')
    database = await import('../support/database')
    naive = await import('../support/naive-claim')
    sites = [installation.portalUrl, ...installation.morePortalUrls]
    buyers = await crowd.makeSignedInBuyers(rivals)
    zones = []
    for (let round = 0; round < rounds; round += 1)
      for (const slots of slotCounts) zones.push(await crowd.makeSellingZone(slots))
    control = await crowd.makeSellingZone(10)
    catalogue = await world.makeCatalogue([...zones, control])
  }, 600_000)
  afterAll(() => installation?.stop(), 60_000)

  /** Every buyer orders a server of this zone at the same moment, alternating between the two portals. */
  const rush = (zone: SellingZone): Promise<TimedAnswer[]> =>
    Promise.all(
      buyers.map((buyer, i) =>
        crowd.postOrder(sites[i % sites.length] ?? '', buyer, crowd.orderOf(buyer, zone, catalogue)),
      ),
    )

  test.each(Array.from({ length: rounds * slotCounts.length }, (_, i) => i))(
    'rush %i: sold equals slots, and every loser gets a refusal',
    async (i) => {
      const zone = zones[i] as SellingZone
      const answers = await rush(zone)
      times.push(...answers.map((each) => each.milliseconds))
      expect(new Set(answers.map((each) => each.status))).toEqual(new Set([200]))
      expect(crowd.countOutcomes(answers)).toEqual({
        accepted: zone.slots,
        insufficient_capacity: rivals - zone.slots,
      })
      expect(await crowd.soldIn(zone)).toEqual({ held: zone.slots, free: 0, orders: zone.slots })
    },
  )

  test('no order is in limbo: each accepted one is delivered, in its sold location', async () => {
    const sorted = times.sort((a, b) => a - b)
    const at = (share: number) => Math.round(sorted[Math.ceil(sorted.length * share) - 1] ?? 0)
    process.stdout.write(
      `last slot over HTTP: ${sorted.length} orders, ${rivals} at once, p50 ${at(0.5)} ms, p99 ${at(0.99)} ms\n`,
    )
    const zoneIds = zones.map((zone) => zone.zoneId)
    const { sql } = database
    const counts = async () => {
      const [row] = await sql<{ live: number; delivered: number; running: number }[]>`
        select count(*) filter (where l.state in ('accepted', 'in_progress'))::int as live,
          count(*) filter (where l.state = 'delivered')::int as delivered,
          count(*) filter (where i.state = 'running' and a.state = 'posted')::int as running
        from order_lines l join instances i on i.order_line_id = l.id
        join allocations a on a.resource_id = i.id and a.host_id = i.host_id
        where l.zone_id in ${sql(zoneIds)}`
      return row
    }
    await database.until('everything sold is settled', async () => (await counts())?.live === 0, 240_000)
    const sold = zones.reduce((sum, zone) => sum + zone.slots, 0)
    expect(await counts()).toEqual({ live: 0, delivered: sold, running: sold })
  })

  test('one key, 500 requests at once: one order, 500 identical responses', async () => {
    const [buyer, other] = buyers as [SignedInBuyer, SignedInBuyer]
    const zone = await crowd.makeSellingZone(20)
    const own = await world.makeCatalogue([zone])
    const key = randomUUID()
    const argument = crowd.orderOf(buyer, zone, own, key)
    const answers = await Promise.all(
      Array.from({ length: rivals }, (_, i) =>
        crowd.postOrder(sites[i % sites.length] ?? '', buyer, argument),
      ),
    )
    expect(crowd.countOutcomes(answers)).toEqual({ accepted: rivals })
    expect(new Set(answers.map((each) => JSON.stringify(each.result))).size).toBe(1)
    expect(await crowd.soldIn(zone)).toEqual({ held: 1, free: 19, orders: 1 })

    const changed = await crowd.postOrder(sites[1] ?? '', buyer, crowd.orderOf(buyer, zone, own, key))
    expect(changed.outcome).toBe('idempotency_key_reused')
    const foreign = await crowd.postOrder(sites[1] ?? '', other, crowd.orderOf(other, zone, own, key))
    expect(foreign.outcome).toBe('accepted')
    expect(foreign.result).not.toEqual(answers[0]?.result)
    expect(await crowd.soldIn(zone)).toEqual({ held: 2, free: 18, orders: 2 })
  })

  test('negative control: a claim that reads and then writes sells more than exists', async () => {
    const answers = await naive.withNaiveClaim(() => rush(control))
    const { accepted = 0 } = crowd.countOutcomes(answers)
    expect(accepted).toBeGreaterThan(control.slots)
    expect((await crowd.soldIn(control)).held).toBe(accepted)
  })
})

import { readdirSync, readFileSync } from 'node:fs'
import { setTimeout as pause } from 'node:timers/promises'
import { expect } from 'vitest'
import { checkInvariants } from '~/db/invariants/check'
import type { TestCatalogue } from '~/lib/ordering/testing/order-world'
import { orderOf, postOrder, type SellingZone, type SignedInBuyer } from './crowd'
import { sql, until } from './database'

export type Acknowledged = { argument: object; buyer: SignedInBuyer; result: string; at: number }

type Counter = {
  portalUrl: string
  zone: SellingZone
  catalogue: TestCatalogue
  /** Refusals that mean « not now » here, besides those of every restart. */
  alsoAway?: readonly string[]
}

/**
 * Orders servers over HTTP, one at a time for each call of `order`, each retried under its own key until it is accepted,
 * also while the database is away.
 */
export function openCounter({ portalUrl, zone, catalogue, alsoAway = [] }: Counter) {
  const acknowledged: Acknowledged[] = []
  const away = ['unavailable', 'conflict', ...alsoAway]

  async function order(buyer: SignedInBuyer): Promise<void> {
    const argument = orderOf(buyer, zone, catalogue)
    for (;;) {
      const answer = await postOrder(portalUrl, buyer, argument).catch(() => null)
      if (answer?.outcome === 'accepted') {
        acknowledged.push({ argument, buyer, result: JSON.stringify(answer.result), at: Date.now() })
        return
      }
      // Anything except « not now » would be a lost order.
      const isAway = answer === null || answer.status >= 500 || away.includes(answer.outcome)
      expect(isAway, `${answer?.status} ${answer?.outcome}`).toBe(true)
      await pause(100)
    }
  }

  /** Every acknowledged order exists once and is delivered, and its key still gets the same response. */
  async function expectAll(): Promise<void> {
    const isDelivered = async () => {
      const [row] = await sql<{ live: number }[]>`select count(*)::int as live from order_lines
        where zone_id = ${zone.zoneId} and state in ('accepted', 'in_progress')`
      return row?.live === 0
    }
    await until('everything ordered is settled', isDelivered, 240_000)
    const [sold] = await sql<{ orders: number; lines: number; running: number; held: number }[]>`
      select count(distinct l.order_id)::int as orders, count(distinct l.id)::int as lines,
        count(*) filter (where i.state = 'running')::int as running,
        count(*) filter (where a.state = 'posted')::int as held
      from order_lines l join instances i on i.order_line_id = l.id
      left join allocations a on a.resource_id = i.id and a.state in ('pending', 'posted')
      where l.zone_id = ${zone.zoneId}`
    const count = acknowledged.length
    expect(sold).toEqual({ orders: count, lines: count, running: count, held: count })
    for (const { argument, buyer, result } of acknowledged.filter((_, i) => i % 97 === 0)) {
      const again = await postOrder(portalUrl, buyer, argument)
      expect(JSON.stringify(again.result)).toBe(result)
    }
  }

  return { acknowledged, order, expectAll }
}

/** The violations, sorted, since the database returns rows in any order. */
export async function listViolations(): Promise<string[]> {
  const found = await checkInvariants(sql)
  return found.map(({ name, rows }) => `${name} ${rows.map((row) => JSON.stringify(row)).sort()}`)
}

/** The process ids of both sites and of the worker: a restarted site has others. */
export function processesOfTheSites({
  portalUrl,
  operatorUrl,
}: {
  portalUrl: string
  operatorUrl: string
}): string[] {
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

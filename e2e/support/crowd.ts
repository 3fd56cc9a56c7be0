import { randomUUID } from 'node:crypto'
import { makeZone, type TestZone } from '~/lib/datacentre/testing/datacenter'
import { serverOrder, type TestCatalogue } from '~/lib/ordering/testing/order-world'
import { makeBuyers, type TestBuyer } from '~/testing/buyer'
import { type ActionAnswer, callAction } from './call-action'
import { sql } from './database'
import { cookieOf, openSessionOf } from './session'

export type SignedInBuyer = TestBuyer & { cookie: string }
export type SellingZone = TestZone & { slots: number }

/** Owners of separate organisations, each signed in. */
export async function makeSignedInBuyers(count: number): Promise<SignedInBuyer[]> {
  const buyers = await makeBuyers(sql, count)
  return Promise.all(
    buyers.map(async (buyer) => ({ ...buyer, cookie: cookieOf('portal', await openSessionOf(buyer.owner)) })),
  )
}

/** A zone with room for exactly `slots` of the catalogue's servers: one, or an even number, two per host. */
export async function makeSellingZone(slots: number): Promise<SellingZone> {
  const hosts = slots === 1 ? { count: 1, vcpu: 1 } : { count: slots / 2, vcpu: 2 }
  return { ...(await makeZone(hosts)), slots }
}

/** The argument of the action that orders one server. */
export function orderOf(
  buyer: TestBuyer,
  zone: TestZone,
  catalogue: TestCatalogue,
  key: string = randomUUID(),
) {
  const order = serverOrder(zone, catalogue, { name: `web-${randomUUID().slice(0, 8)}a` })
  return { ...order, idempotencyKey: key, organisationId: buyer.organisationId }
}

export type TimedAnswer = ActionAnswer & { outcome: string; milliseconds: number }

/** Order over HTTP at `site`; `outcome` is that of the order, or the error code. */
export async function postOrder(site: string, buyer: SignedInBuyer, argument: unknown): Promise<TimedAnswer> {
  const begun = performance.now()
  const answer = await callAction('placeOrderAction', argument, { cookie: buyer.cookie, site })
  const milliseconds = performance.now() - begun
  const outcome = answer.result?.ok ? (answer.result.data as { outcome: string }).outcome : answer.code
  return { ...answer, outcome, milliseconds }
}

/** How often each outcome occurred. */
export function countOutcomes(answers: readonly { outcome: string }[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const { outcome } of answers) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}

/** What the database records as sold in a zone, and what is left. */
export async function soldIn(zone: TestZone): Promise<{ held: number; free: number; orders: number }> {
  const [row] = await sql<{ held: number; free: number; orders: number }[]>`
    select (select count(*)::int from allocations where zone_id = ${zone.zoneId} and state in ('pending', 'posted')) as held,
      (select sum(vcpu_free)::int from hosts where zone_id = ${zone.zoneId}) as free,
      (select count(distinct order_id)::int from order_lines where zone_id = ${zone.zoneId}) as orders`
  return row ?? { held: -1, free: -1, orders: -1 }
}

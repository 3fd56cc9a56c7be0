import { setTimeout as pause } from 'node:timers/promises'
import type { TestCatalogue } from '~/lib/ordering/testing/order-world'
import { orderOf, postOrder, type SellingZone, type SignedInBuyer } from '../support/crowd'
import type { Acknowledged } from '../support/keep-ordering'

/** More requests than this under way at a time: none begins until one has ended. */
const underWayMax = 100

/**
 * Orders and page views of signed-in people at a steady rate, however late the answers are, until stopped. Each request is sent
 * once: one that gets another answer than it should is a failure that a person sees.
 */
export function startSteadyLoad({
  url,
  buyers,
  zone,
  catalogue,
  ordersPerSecond,
}: {
  url: string
  buyers: readonly SignedInBuyer[]
  zone: SellingZone
  catalogue: TestCatalogue
  ordersPerSecond: number
}) {
  const acknowledged: Acknowledged[] = []
  const failures: string[] = []
  const underWay = new Set<Promise<void>>()
  const startedAt = Date.now()
  let [isOver, sent, pages, files, slowestMs] = [false, 0, 0, 0, 0]

  async function order(buyer: SignedInBuyer): Promise<void> {
    const argument = orderOf(buyer, zone, catalogue)
    const answer = await postOrder(url, buyer, argument)
    slowestMs = Math.max(slowestMs, answer.milliseconds)
    if (answer.outcome !== 'accepted') throw new Error(`${answer.status} ${answer.outcome}`)
    acknowledged.push({ argument, buyer, result: JSON.stringify(answer.result), at: Date.now() })
  }

  /** A page with the scripts and styles that it names, as a browser without a cache loads them. */
  async function view({ organisationId, cookie }: SignedInBuyer): Promise<void> {
    const text = await getOk(`/o/${organisationId}/instances`, cookie)
    pages += 1
    const named = [...new Set(text.match(/\/_next\/static\/[\w./~-]+\.(?:js|css)/g))].slice(0, 8)
    for (const file of named) await getOk(file, cookie)
    files += named.length
  }

  async function getOk(where: string, cookie: string): Promise<string> {
    const answer = await fetch(`${url}${where}`, { headers: { cookie }, redirect: 'manual' })
    const text = await answer.text()
    if (answer.status !== 200) throw new Error(`GET ${where.replace(/org_\w+/, '…')} ${answer.status}`)
    return text
  }

  function begin(what: string, work: Promise<void>): void {
    const kept = work
      .catch((error: Error) => {
        failures.push(
          `${new Date().toISOString()} ${what}: ${error.message} ${(error.cause as Error)?.message ?? ''}`,
        )
      })
      .finally(() => underWay.delete(kept))
    underWay.add(kept)
  }

  async function keepSending(): Promise<void> {
    for (; !isOver; sent += 1) {
      const buyer = buyers[sent % buyers.length] as SignedInBuyer
      begin('order', order(buyer))
      if (sent % 10 === 0) begin('page', view(buyer))
      await pause(Math.max(0, startedAt + (sent + 1) * (1_000 / ordersPerSecond) - Date.now()))
      while (underWay.size >= underWayMax) await Promise.race(underWay)
    }
  }
  const sending = keepSending()

  return {
    acknowledged,
    failures,
    /** Resolves when every request has its answer. */
    async stop() {
      isOver = true
      await sending
      const seconds = (Date.now() - startedAt) / 1_000
      await Promise.all(underWay)
      return { orders: sent, pages, files, perSecond: sent / seconds, slowestMs: Math.round(slowestMs) }
    },
  }
}

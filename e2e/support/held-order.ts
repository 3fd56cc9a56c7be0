import { randomUUID } from 'node:crypto'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { placeOrder } from '~/lib/ordering'
import { placeOrderInput } from '~/lib/ordering/schema'
import { seedNames } from './estate'
import { memberContext } from './world'

type Buyer = Parameters<typeof memberContext>[0]

/** Places a held order for so many servers of one bundle in Paris; returns the id of the order. */
export async function placeHeldOrder(
  buyer: Buyer,
  organisationId: Id<'organisation'>,
  { bundle = 'essai', quantity = 1, name = 'vitrine' } = {},
): Promise<string> {
  const names = await seedNames()
  const line = {
    bundleId: names.bundles.get(bundle),
    zoneId: names.zones.get('PAR1'),
    imageId: names.images.get('debian-13'),
    name,
    quantity,
  }
  const input = placeOrderInput.parse({ idempotencyKey: randomUUID(), lines: [line] })
  const outcome = await placeOrder(memberContext(buyer, organisationId), input)
  invariant(outcome.outcome === 'held', `held, not ${outcome.outcome}`)
  return outcome.orderId
}

import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import type { OrderLineInput, PlaceOrderInput } from '../schema'
import { placeOrder } from './place-order'
import { requireAccepted } from './require-accepted'

type LineOrder = Pick<PlaceOrderInput, 'idempotencyKey' | 'projectId'> & { line: OrderLineInput }

/**
 * An order of one line with a form of its own: refusals name the line's fields, as the form does.
 *
 * @throws DomainError `insufficient_capacity`, `quota_exceeded`, `spending_cap_exceeded`, and those of
 * `placeOrder`
 */
export async function placeLine(
  ctx: OpContext,
  { line, ...order }: LineOrder,
): Promise<{ orderId: Id<'order'>; number: string; isHeld: boolean }> {
  try {
    const outcome = await placeOrder(ctx, { ...order, lines: [line] })
    return { ...requireAccepted(outcome), isHeld: outcome.outcome === 'held' }
  } catch (error) {
    throw error instanceof DomainError ? namedAsInLine(error) : error
  }
}

const ofLine = 'lines.0.'

function namedAsInLine(error: DomainError): DomainError {
  const { code, field, params, internal } = error
  if (!field?.startsWith(ofLine)) return error
  return new DomainError(code, {
    field: field.slice(ofLine.length),
    params,
    ...(internal && { internal }),
    cause: error,
  })
}

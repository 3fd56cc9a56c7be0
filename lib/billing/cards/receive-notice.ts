import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { readProvider } from './provider-for'
import { applyCardNotice } from './queries/cards'

/**
 * Makes the payment named by a provider's notice due for a poll now. The notice's content is not trusted further, so a
 * repeated notice has no effect.
 *
 * @throws DomainError `unauthenticated` without a recent signature of the provider, `invalid_input` when it is no
 * notice, `not_found`, `conflict` (`card_amount`)
 */
export async function receiveCardNotice(
  ctx: OpContext,
  received: { signature: string | null; text: string },
): Promise<{ taken: true }> {
  const outcome = await withShared(ctx, async (tx) => {
    const seller = await readProvider(tx)
    const notice = seller && readNotice(seller.provider, received, ctx.now)
    if (!notice) throw new DomainError('unauthenticated')
    return applyCardNotice(tx, { id: notice.key, cents: notice.cents, at: ctx.now })
  })
  if (outcome === 'unknown') throw new DomainError('not_found')
  if (outcome === 'amount') {
    log.warn({ text: received.text.slice(0, 300) }, 'a notice of a card payment states another amount')
    throw new DomainError('conflict', { params: { reason: 'card_amount' } })
  }
  return { taken: true }
}

type Provider = NonNullable<Awaited<ReturnType<typeof readProvider>>>['provider']

function readNotice(provider: Provider, received: { signature: string | null; text: string }, now: Date) {
  try {
    return provider.readNotice(received, now)
  } catch (error) {
    throw new DomainError('invalid_input', { cause: error })
  }
}

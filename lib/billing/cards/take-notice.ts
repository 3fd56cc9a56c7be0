import { withShared } from '~/db/client'
import { DomainError } from '~/lib/kernel/errors'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { readProvider } from './provider-for'
import { noteCardNotice } from './queries/cards'

/**
 * The provider tells that something has come of a payment: it is asked about now rather than later. Nothing is believed
 * of a notice but that, so telling it again changes nothing.
 *
 * @throws DomainError `unauthenticated` when the provider did not sign it lately, `invalid_input` when it is no notice,
 *   `not_found`, `conflict` (`card_amount`)
 */
export async function takeCardNotice(
  ctx: OpContext,
  told: { signature: string | null; text: string },
): Promise<{ taken: true }> {
  const outcome = await withShared(ctx, async (tx) => {
    const seller = await readProvider(tx)
    const notice = seller && readNotice(seller.provider, told, ctx.now)
    if (!notice) throw new DomainError('unauthenticated')
    return noteCardNotice(tx, { id: notice.key, cents: notice.cents, at: ctx.now })
  })
  if (outcome === 'unknown') throw new DomainError('not_found')
  if (outcome === 'amount') {
    log.warn({ text: told.text.slice(0, 300) }, 'a notice of a card payment tells of another amount')
    throw new DomainError('conflict', { params: { reason: 'card_amount' } })
  }
  return { taken: true }
}

type Provider = NonNullable<Awaited<ReturnType<typeof readProvider>>>['provider']

function readNotice(provider: Provider, told: { signature: string | null; text: string }, now: Date) {
  try {
    return provider.readNotice(told, now)
  } catch (error) {
    throw new DomainError('invalid_input', { cause: error })
  }
}

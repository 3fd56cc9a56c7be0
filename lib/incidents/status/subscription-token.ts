import { timingSafeEqual } from 'node:crypto'
import type { Id } from '~/lib/kernel/ids'
import { isId } from '~/lib/kernel/ids'
import { deriveBytes } from '~/lib/kernel/secrets'

const codeOf = (id: string) => deriveBytes(`status subscription ${id}`).toString('base64url')

/**
 * What a link in a mail carries to confirm a subscription and to end it: made from the keys of the installation, so that
 * nothing has to be kept and every mail can have it.
 */
export function subscriptionToken(id: Id<'statusSubscriber'>): string {
  return `${id}-${codeOf(id)}`
}

/** Whose it is; null when we did not make it. */
export function readSubscriptionToken(token: string): Id<'statusSubscriber'> | null {
  const id = token.slice(0, 30)
  if (!isId('statusSubscriber', id) || token[30] !== '-') return null
  const [given, made] = [Buffer.from(token.slice(31)), Buffer.from(codeOf(id))]
  return given.length === made.length && timingSafeEqual(given, made) ? id : null
}

import { timingSafeEqual } from 'node:crypto'
import type { Id } from '~/lib/kernel/ids'
import { isId } from '~/lib/kernel/ids'
import { deriveBytes } from '~/lib/kernel/secrets/secrets'

const codeOf = (id: string) => deriveBytes(`status subscription ${id}`).toString('base64url')

/**
 * The token in mail links that confirms or ends a subscription: derived from the installation's keys, so that it need
 * not be stored and every mail can contain it.
 */
export function subscriptionToken(id: Id<'statusSubscriber'>): string {
  return `${id}-${codeOf(id)}`
}

/** The subscriber of a token; null when it is forged. */
export function readSubscriptionToken(token: string): Id<'statusSubscriber'> | null {
  const id = token.slice(0, 30)
  if (!isId('statusSubscriber', id) || token[30] !== '-') return null
  const [given, made] = [Buffer.from(token.slice(31)), Buffer.from(codeOf(id))]
  return given.length === made.length && timingSafeEqual(given, made) ? id : null
}

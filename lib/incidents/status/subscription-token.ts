import { createHmac, timingSafeEqual } from 'node:crypto'
import type { Id } from '~/lib/kernel/ids'
import { isId } from '~/lib/kernel/ids'

const codeOf = (key: Buffer, id: string) =>
  createHmac('sha256', key).update(`status subscription ${id}`).digest('base64url')

/**
 * The token in mail links that confirms or ends a subscription: derived from the key of links (`keepKey`), so that it
 * need not be stored and every mail can contain it. It outlives a rotation of ENCRYPTION_KEY.
 */
export function subscriptionToken(key: Buffer, id: Id<'statusSubscriber'>): string {
  return `${id}-${codeOf(key, id)}`
}

/** The subscriber of a token; null when it is forged. */
export function readSubscriptionToken(key: Buffer, token: string): Id<'statusSubscriber'> | null {
  const id = token.slice(0, 30)
  if (!isId('statusSubscriber', id) || token[30] !== '-') return null
  const [given, made] = [Buffer.from(token.slice(31)), Buffer.from(codeOf(key, id))]
  return given.length === made.length && timingSafeEqual(given, made) ? id : null
}

import { createHmac, timingSafeEqual } from 'node:crypto'
import { type Id, isId } from '~/lib/kernel/ids'

export type RecipientKey = { id: Id<'alertRecipient'>; organisationId: Id<'organisation'> }

const idLength = 30
const codeOf = (key: Buffer, ids: string) =>
  createHmac('sha256', key).update(`alert recipient ${ids}`).digest('base64url')

/**
 * The token in mailed links to confirm and to remove an address: derived from the key of links
 * (`keepKey`), so that nothing is stored and every mail can contain it. It outlives a rotation of ENCRYPTION_KEY.
 */
export function recipientToken(key: Buffer, { id, organisationId }: RecipientKey): string {
  const ids = `${id}-${organisationId}`
  return `${ids}-${codeOf(key, ids)}`
}

/** The recipient of a token; null when the token is forged. */
export function readRecipientToken(key: Buffer, token: string): RecipientKey | null {
  const [id, organisationId] = [token.slice(0, idLength), token.slice(idLength + 1, 2 * idLength + 1)]
  if (!isId('alertRecipient', id) || !isId('organisation', organisationId)) return null
  const [given, made] = [Buffer.from(token), Buffer.from(recipientToken(key, { id, organisationId }))]
  return given.length === made.length && timingSafeEqual(given, made) ? { id, organisationId } : null
}

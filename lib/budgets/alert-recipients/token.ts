import { timingSafeEqual } from 'node:crypto'
import { type Id, isId } from '~/lib/kernel/ids'
import { deriveBytes } from '~/lib/kernel/secrets/secrets'

export type RecipientKey = { id: Id<'alertRecipient'>; organisationId: Id<'organisation'> }

const idLength = 30
const codeOf = (ids: string) => deriveBytes(`alert recipient ${ids}`).toString('base64url')

/**
 * The token in mailed links to confirm and to remove an address: derived from the installation's keys, so that
 * nothing is stored and every mail can contain it.
 */
export function recipientToken({ id, organisationId }: RecipientKey): string {
  const ids = `${id}-${organisationId}`
  return `${ids}-${codeOf(ids)}`
}

/** The recipient of a token; null when the token is forged. */
export function readRecipientToken(token: string): RecipientKey | null {
  const [id, organisationId] = [token.slice(0, idLength), token.slice(idLength + 1, 2 * idLength + 1)]
  if (!isId('alertRecipient', id) || !isId('organisation', organisationId)) return null
  const [given, made] = [Buffer.from(token), Buffer.from(recipientToken({ id, organisationId }))]
  return given.length === made.length && timingSafeEqual(given, made) ? { id, organisationId } : null
}

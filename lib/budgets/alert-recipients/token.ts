import { timingSafeEqual } from 'node:crypto'
import { type Id, isId } from '~/lib/kernel/ids'
import { deriveBytes } from '~/lib/kernel/secrets'

export type RecipientKey = { id: Id<'alertRecipient'>; organisationId: Id<'organisation'> }

const idLength = 30
const codeOf = (ids: string) => deriveBytes(`alert recipient ${ids}`).toString('base64url')

/**
 * What a link in a mail carries to confirm an address and to remove it: made from the keys of the installation, so that
 * nothing has to be kept and every mail can have it.
 */
export function recipientToken({ id, organisationId }: RecipientKey): string {
  const ids = `${id}-${organisationId}`
  return `${ids}-${codeOf(ids)}`
}

/** Whose it is; null when we did not make it. */
export function readRecipientToken(token: string): RecipientKey | null {
  const [id, organisationId] = [token.slice(0, idLength), token.slice(idLength + 1, 2 * idLength + 1)]
  if (!isId('alertRecipient', id) || !isId('organisation', organisationId)) return null
  const [given, made] = [Buffer.from(token), Buffer.from(recipientToken({ id, organisationId }))]
  return given.length === made.length && timingSafeEqual(given, made) ? { id, organisationId } : null
}

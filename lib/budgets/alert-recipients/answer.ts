import { enterOrganisation, type Tx, withShared } from '~/db/client'
import { keepKey } from '~/db/kept-key'
import { limitLinkAttempts } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { recordRecipientChange } from './manage'
import * as queries from './queries/alert-recipients'
import { type RecipientKey, readRecipientToken } from './token'

type Linked = { token: string }

type LinkedRecipient = { organisation: string; email: string; isConfirmed: boolean }

/** The address behind a mailed link. Public by intent. @throws DomainError `not_found`, `rate_limited` */
export async function showAlertRecipient(ctx: OpContext, { token }: Linked): Promise<LinkedRecipient> {
  const found = await behind(ctx, token, (tx, { id }) => queries.findRecipient(tx, id))
  if (!found) throw new DomainError('not_found')
  const { email, confirmedAt } = found.recipient
  return { organisation: found.organisation, email, isConfirmed: confirmedAt !== null }
}

/** Subscribes the address to the alerts. Idempotent. @throws DomainError `invalid_token`, `rate_limited` */
export async function confirmAlertRecipient(ctx: OpContext, { token }: Linked): Promise<void> {
  const found = await behind(ctx, token, async (tx, { id }) => {
    const isFirst = await queries.confirmRecipient(tx, id, ctx.now)
    const row = await queries.findRecipient(tx, id)
    if (row && isFirst) await recordRecipientChange(tx, ctx, 'alert_recipient.confirmed', row.recipient)
    return row
  })
  if (!found) throw new DomainError('invalid_token')
}

/** Deletes the address. Idempotent. @throws DomainError `invalid_token`, `rate_limited` */
export async function endAlertRecipient(ctx: OpContext, { token }: Linked): Promise<void> {
  const isOurs = await behind(ctx, token, async (tx, { id }) => {
    const gone = await queries.deleteRecipient(tx, id)
    if (gone) await recordRecipientChange(tx, ctx, 'alert_recipient.removed', gone)
    return true
  })
  if (!isOurs) throw new DomainError('invalid_token')
}

/** Runs `run` within the organisation of the link; null when the link is forged. */
async function behind<T>(
  ctx: OpContext,
  token: string,
  run: (tx: Tx, key: RecipientKey) => Promise<T>,
): Promise<T | null> {
  await limitLinkAttempts(ctx)
  return withShared(ctx, async (tx) => {
    const key = readRecipientToken(await keepKey(tx, 'links'), token)
    if (!key) return null
    await enterOrganisation(tx, key.organisationId)
    return run(tx, key)
  })
}

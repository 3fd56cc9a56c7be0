import type { z } from 'zod'
import { type Tx, withOrganisation } from '~/db/client'
import { keepKey } from '~/db/kept-key'
import { lockCount } from '~/db/lock-count'
import { type AuditEventName, recordAudit } from '~/lib/audit'
import { authorize, limitAlertRecipients, requireFreshProof } from '~/lib/identity'
import { listContacts } from '~/lib/identity/rows'
import { DomainError } from '~/lib/kernel/errors'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import type { addRecipientInput, removeRecipientInput } from '../schema'
import * as queries from './queries/alert-recipients'
import { recipientToken } from './token'

const recipientsMax = 10

export type AlertRecipientView = {
  id: Id<'alertRecipient'>
  email: string
  isConfirmed: boolean
  createdAt: string
}

/** The additional addresses, besides members, that get alerts about budgets and purchase orders. */
export async function listAlertRecipients(ctx: OpContext): Promise<AlertRecipientView[]> {
  authorize(ctx, 'budget:read')
  const rows = await withOrganisation(ctx, queries.listRecipients)
  return rows.map(({ id, email, confirmedAt, createdAt }) => ({
    id,
    email,
    isConfirmed: confirmedAt !== null,
    createdAt: createdAt.toISOString(),
  }))
}

/**
 * Mails an invitation to this address; added again before it answered, it is invited again. Alerts reveal the
 * organisation's spending, so adding an address requires a fresh proof of identity.
 *
 * @throws DomainError `forbidden`, `proof_required`, `rate_limited`, `already_exists`, `quota_exceeded`
 */
export async function addAlertRecipient(
  ctx: OpContext,
  { email }: z.output<typeof addRecipientInput>,
): Promise<void> {
  const organisationId = authorize(ctx, 'budget:manage')
  await requireFreshProof(ctx)
  await limitAlertRecipients(ctx, organisationId, email)
  await withOrganisation(ctx, async (tx) => {
    await lockCount(tx, 'alert recipients', organisationId)
    const memberContacts = await listContacts(tx, organisationId, ['owner', 'billing'])
    const known = await queries.findRecipientByEmail(tx, organisationId, email)
    if (known?.confirmedAt || memberContacts.some((contact) => contact.email === email))
      throw new DomainError('already_exists', { field: 'email' })
    if (known) return sendInvitation(tx, ctx, known.id)
    if ((await queries.countRecipients(tx, organisationId)) >= recipientsMax)
      throw new DomainError('quota_exceeded', { field: 'email', params: { reason: 'too_many_recipients' } })
    const id = newId('alertRecipient', ctx.now.getTime())
    const addedByAccountId = ctx.actor.kind === 'account' ? ctx.actor.accountId : null
    if (!addedByAccountId) throw new DomainError('unauthenticated')
    const row = { id, organisationId, email, locale: ctx.locale, addedByAccountId, createdAt: ctx.now }
    await queries.insertRecipient(tx, { ...row, confirmedAt: null })
    await recordRecipientChange(tx, ctx, 'alert_recipient.added', row)
    await sendInvitation(tx, ctx, id)
  })
}

async function sendInvitation(tx: Tx, ctx: OpContext, id: Id<'alertRecipient'>): Promise<void> {
  const found = await queries.findRecipient(tx, id)
  if (!found) return
  const { recipient, organisation } = found
  await queueMail(tx, {
    to: recipient.email,
    locale: ctx.locale,
    template: 'alert-recipient-confirm',
    params: {
      organisation,
      url: portalLink(routes.alertRecipient(recipientToken(await keepKey(tx, 'links'), recipient))),
    },
  })
}

/** Removes the address: it gets no more alerts. @throws DomainError `forbidden`, `not_found` */
export async function removeAlertRecipient(
  ctx: OpContext,
  { recipientId }: z.output<typeof removeRecipientInput>,
): Promise<void> {
  authorize(ctx, 'budget:manage')
  await withOrganisation(ctx, async (tx) => {
    const gone = await queries.deleteRecipient(tx, recipientId)
    if (!gone) throw new DomainError('not_found')
    await recordRecipientChange(tx, ctx, 'alert_recipient.removed', gone)
  })
}

export function recordRecipientChange(
  tx: Tx,
  ctx: OpContext,
  event: Extract<AuditEventName, `alert_recipient.${string}`>,
  { id, organisationId, email }: Pick<queries.AlertRecipientRow, 'id' | 'organisationId' | 'email'>,
): Promise<void> {
  return recordAudit(tx, ctx, event, {
    organisationId,
    kind: 'alert_recipient',
    id,
    details: { email },
  })
}

import type { Tx } from '~/db/client'
import { withOrganisation } from '~/db/client'
import { authorize, listContactsWithPermission } from '~/lib/identity'
import type { Contact } from '~/lib/identity/rows'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { listRecipients } from './queries/export-schedules'
import type { ExportRecipientView } from './views'

/** Members who may receive exports now: those who may read billing. */
const listReaders = (tx: Tx, organisationId: Id<'organisation'>): Promise<Contact[]> =>
  listContactsWithPermission(tx, organisationId, 'billing:view')

/** The members whom a person can choose as recipients, the person included. */
export async function listExportRecipients(ctx: OpContext): Promise<ExportRecipientView[]> {
  authorize(ctx, 'billing:view')
  const { actor } = ctx
  const readers = await withOrganisation(ctx, listReaders)
  return readers.map(({ memberId, fullName, email, accountId }) => ({
    memberId,
    fullName,
    email,
    isSelf: actor.kind === 'account' && actor.accountId === accountId,
  }))
}

/** @throws DomainError `invalid_input` (`no_recipient`, `recipient_may_not_read`) */
export async function refuseRecipients(
  tx: Tx,
  organisationId: Id<'organisation'>,
  memberIds: readonly Id<'member'>[],
): Promise<void> {
  const refusal = (reason: string) =>
    new DomainError('invalid_input', { field: 'recipients', params: { reason } })
  if (memberIds.length === 0) throw refusal('no_recipient')
  const readers = await listReaders(tx, organisationId)
  const mayRead = (id: Id<'member'>) => readers.some(({ memberId }) => memberId === id)
  if (!memberIds.every(mayRead)) throw refusal('recipient_may_not_read')
}

/**
 * The recipients of each schedule who are still members and may still read billing, and how many no longer are; by id of
 * the schedule.
 */
export async function findRecipients(
  tx: Tx,
  organisationId: Id<'organisation'>,
  scheduleIds: readonly Id<'exportSchedule'>[],
): Promise<Map<Id<'exportSchedule'>, { contacts: Contact[]; lost: number }>> {
  const readers = await listReaders(tx, organisationId)
  const chosen = await listRecipients(tx, organisationId, scheduleIds)
  return new Map(
    scheduleIds.map((id) => {
      const members = new Set(
        chosen.filter(({ scheduleId }) => scheduleId === id).map(({ memberId }) => memberId),
      )
      const contacts = readers.filter(({ memberId }) => members.has(memberId))
      return [id, { contacts, lost: members.size - contacts.length }]
    }),
  )
}

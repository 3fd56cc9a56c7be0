import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { isNotified } from '../members/list-contacts-with-permission'
import { listOperatingContacts } from '../members/list-operating-contacts'
import type { ProjectContact } from '../queries/organisations'
import { addNotice } from './add-notice'
import type { NoticeKind } from './kinds'

type News<T> = {
  organisationId: Id<'organisation'>
  items: readonly T[]
  /** What the portal shows about these items; null for a mail alone. */
  notice: ((items: readonly T[]) => { kind: NoticeKind; params: Record<string, string>; href: string }) | null
  /** Mails this contact about the items in projects that they see. */
  mail: (contact: ProjectContact, items: readonly T[]) => Promise<void>
}

/**
 * In `tx`: notifies the people who operate an organisation's servers. The organisation gets one notice about all items.
 * A guest cannot see it and gets one of their own, since it names items in projects that are hidden from guests.
 */
export async function notifyOperatingContacts<T extends { projectId: Id<'project'> | null }>(
  tx: Tx,
  ctx: OpContext,
  { organisationId, items, notice, mail }: News<T>,
): Promise<void> {
  if (items.length === 0) return
  if (notice) await addNotice(tx, ctx, { organisationId, ...notice(items) })
  for (const contact of await listOperatingContacts(tx, organisationId)) {
    const theirs = items.filter(({ projectId }) => isNotified(contact, projectId))
    if (theirs.length === 0) continue
    if (notice && contact.isGuest)
      await addNotice(tx, ctx, { organisationId, ...notice(theirs), accountId: contact.accountId })
    await mail(contact, theirs)
  }
}

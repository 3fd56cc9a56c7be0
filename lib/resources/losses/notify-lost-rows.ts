import type { Tx } from '~/db/client'
import { addNotice, isNotified, listOperatingContacts } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import type { LosableKind, LostResource } from './lose-resource'
import { shortList } from './notify-lost-servers'

export type NotifiedLoss = LostResource & {
  kind: LosableKind
  /** Whether it was missed after a recovery whose rows are older. */
  isAfterRestore: boolean
}

/** In `tx`: notifies an organisation once of all resources that no longer exist, with the instant until which each is billed. */
export async function notifyLostRows(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  lost: readonly NotifiedLoss[],
): Promise<void> {
  if (lost.length === 0) return
  const href = routes.org.instances(organisationId)
  const notice = (own: readonly NotifiedLoss[], accountId?: Id<'account'>) =>
    addNotice(tx, ctx, {
      organisationId,
      kind: 'resources_lost',
      params: { resources: shortList(own) },
      href,
      ...(accountId && { accountId }),
    })
  await notice(lost)
  for (const contact of await listOperatingContacts(tx, organisationId)) {
    const theirs = lost.filter(({ projectId }) => isNotified(contact, projectId))
    if (theirs.length === 0) continue
    if (contact.isGuest) await notice(theirs, contact.accountId)
    await queueMail(tx, {
      to: contact.email,
      locale: contact.locale,
      template: 'resources-lost',
      params: {
        name: contact.fullName,
        resources: theirs.map(({ kind, name, lostAt }) => ({ kind, name, lostAt })),
        isAfterRestore: theirs.some((each) => each.isAfterRestore),
        url: portalLink(href),
      },
    })
  }
}

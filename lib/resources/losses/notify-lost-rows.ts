import type { Tx } from '~/db/client'
import { notifyOperatingContacts } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { shortList } from '~/lib/kernel/text/short-list'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import type { LosableKind, LostResource } from './lose-resource'

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
  const href = routes.org.instances(organisationId)
  await notifyOperatingContacts(tx, ctx, {
    organisationId,
    items: lost,
    notice: (items) => ({
      kind: 'resources_lost',
      params: { resources: shortList(items.map(({ name }) => name)) },
      href,
    }),
    mail: (contact, items) =>
      queueMail(tx, {
        to: contact.email,
        locale: contact.locale,
        template: 'resources-lost',
        params: {
          name: contact.fullName,
          resources: items.map(({ kind, name, lostAt }) => ({ kind, name, lostAt })),
          isAfterRestore: items.some((each) => each.isAfterRestore),
          url: portalLink(href),
        },
      }),
  })
}

import type { Tx } from '~/db/client'
import { notifyOperatingContacts } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { shortList } from '~/lib/kernel/text/short-list'
import { portalLink, queueMail } from '~/lib/mail'

type InBoth = { fr: string; en: string }
type News = {
  organisationId: Id<'organisation'>
  resources: readonly { projectId: Id<'project'> | null; name: string }[]
  /** An update is mailed alone: the portal already shows the incident. */
  kind: 'opened' | 'updated' | 'resolved'
  title: InBoth
  text: InBoth
  startedAt: Date
  href: string
}

/** In `tx`: notifies the people who operate these resources of an incident. */
export async function notifyAffected(
  tx: Tx,
  ctx: OpContext,
  { organisationId, resources, kind, title, text, startedAt, href }: News,
): Promise<void> {
  await notifyOperatingContacts(tx, ctx, {
    organisationId,
    items: resources,
    notice:
      kind === 'updated'
        ? null
        : (items) => ({
            kind: kind === 'opened' ? 'incident_opened' : 'incident_resolved',
            params: {
              title: title.fr,
              titleEn: title.en,
              resources: shortList(items.map(({ name }) => name)),
            },
            href,
          }),
    mail: (contact, items) =>
      queueMail(tx, {
        to: contact.email,
        locale: contact.locale,
        template: 'incident-news',
        params: {
          name: contact.fullName,
          kind,
          title,
          text,
          startedAt,
          resources: items.map(({ name }) => name),
          url: portalLink(href),
        },
      }),
  })
}

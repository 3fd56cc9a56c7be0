import type { Tx } from '~/db/client'
import { addNotice, isNotified, listOperatingContacts } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { slotsOf } from './forecast/window'
import { listProjectsOfServers } from './queries/relocations'

export type TouchedServer = {
  instanceId: Id<'instance'>
  organisationId: Id<'organisation'>
  name: string
  isRunning: boolean
}
type Announcement = {
  zone: string
  reason: string
  startsAt: Date
  endsAt: Date | null
}

const namedMax = 3

/**
 * Notifies the organisations of these servers in the portal, and guests about their projects; also mails members who
 * may operate them, unless the relocation is over.
 */
export async function notifyCustomers(
  tx: Tx,
  ctx: OpContext,
  kind: 'move_planned' | 'move_done' | 'move_taken_back',
  news: Announcement,
  servers: readonly TouchedServer[],
): Promise<void> {
  const touched = new Map<Id<'organisation'>, TouchedServer[]>()
  for (const server of servers)
    touched.set(server.organisationId, [...(touched.get(server.organisationId) ?? []), server])
  const projectOf = await listProjectsOfServers(
    tx,
    servers.map(({ instanceId }) => instanceId),
  )
  for (const [organisationId, own] of touched) {
    const href = routes.org.moves(organisationId)
    await addNotice(tx, ctx, { organisationId, kind, params: { servers: shortList(own) }, href })
    for (const contact of await listOperatingContacts(tx, organisationId)) {
      const theirs = own.filter(({ instanceId }) => isNotified(contact, projectOf.get(instanceId) ?? null))
      if (theirs.length === 0) continue
      if (contact.isGuest)
        await addNotice(tx, ctx, {
          organisationId,
          kind,
          params: { servers: shortList(theirs) },
          href,
          accountId: contact.accountId,
        })
      if (kind === 'move_done') continue
      await queueMail(tx, {
        to: contact.email,
        locale: contact.locale,
        template: 'servers-move',
        params: {
          ...news,
          name: contact.fullName,
          servers: theirs,
          canChoose: kind === 'move_planned' && slotsOf(news, ctx.now).length > 0,
          isBack: kind === 'move_taken_back',
          url: portalLink(href),
        },
      })
    }
  }
}

function shortList(servers: readonly TouchedServer[]): string {
  const more = servers.length - namedMax
  const names = servers.slice(0, namedMax).map((server) => server.name)
  return more > 0 ? `${names.join(', ')} (+${more})` : names.join(', ')
}

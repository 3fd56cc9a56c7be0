import type { Tx } from '~/db/client'
import { notifyOperatingContacts } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { shortList } from '~/lib/kernel/text/short-list'
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
    await notifyOperatingContacts(tx, ctx, {
      organisationId,
      items: own.map((server) => ({ ...server, projectId: projectOf.get(server.instanceId) ?? null })),
      notice: (items) => ({ kind, params: { servers: shortList(items.map(({ name }) => name)) }, href }),
      mail: async (contact, items) => {
        if (kind === 'move_done') return
        await queueMail(tx, {
          to: contact.email,
          locale: contact.locale,
          template: 'servers-move',
          params: {
            ...news,
            name: contact.fullName,
            servers: items.map(({ name, isRunning }) => ({ name, isRunning })),
            canChoose: kind === 'move_planned' && slotsOf(news, ctx.now).length > 0,
            isBack: kind === 'move_taken_back',
            url: portalLink(href),
          },
        })
      },
    })
  }
}

import { type Tx, withSystem } from '~/db/client'
import { authorizeSystem, notifyOperatingContacts } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { shortList } from '~/lib/kernel/text/short-list'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { copiesAsOf, type LastCopies } from './last-copies'
import { takeEndedRecoveries } from './queries/lost-servers'

export type NotifiedServer = { projectId: Id<'project'>; name: string; copies: LastCopies | null }

/** In `tx`: notifies an organisation that these servers were lost with their host, and what would come back. */
export async function notifyLostServers(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  servers: readonly NotifiedServer[],
): Promise<void> {
  await notify(tx, ctx, organisationId, 'lost', servers)
}

/**
 * Notifies customers whose lost servers were started again elsewhere, or could not be, once none of theirs is in
 * progress any more: one mail for all of them.
 */
export async function notifyRecoveredServers(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  await withSystem(ctx, async (tx) => {
    const ended = await takeEndedRecoveries(tx, ctx.now)
    for (const [organisationId, own] of groupedBy(ended, (row) => row.organisationId)) {
      const of = (state: 'done' | 'failed') =>
        own.filter((row) => row.state === state).map((row) => ({ ...row, copies: null }))
      await notify(tx, ctx, organisationId, 'recovered', of('done'))
      await notify(tx, ctx, organisationId, 'not_recovered', of('failed'))
    }
  })
}

const noticeOf = {
  lost: 'servers_lost',
  recovered: 'servers_recovered',
  not_recovered: 'servers_not_recovered',
} as const

async function notify(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  kind: keyof typeof noticeOf,
  servers: readonly NotifiedServer[],
): Promise<void> {
  const href = routes.org.instances(organisationId)
  await notifyOperatingContacts(tx, ctx, {
    organisationId,
    items: servers,
    notice: (items) => ({
      kind: noticeOf[kind],
      params: { servers: shortList(items.map(({ name }) => name)) },
      href,
    }),
    mail: (contact, items) =>
      queueMail(tx, {
        to: contact.email,
        locale: contact.locale,
        template: 'servers-lost',
        params: {
          kind,
          name: contact.fullName,
          servers: items.map(({ name, copies }) => {
            const asOf = copies && copiesAsOf(copies)
            return { name, copyAt: asOf ? new Date(asOf) : null }
          }),
          url: portalLink(href),
        },
      }),
  })
}

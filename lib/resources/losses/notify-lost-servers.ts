import { type Tx, withSystem } from '~/db/client'
import { addNotice, authorizeSystem, isNotified, listOperatingContacts } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import { copiesAsOf, type LastCopies } from './last-copies'
import { takeEndedRecoveries } from './queries/lost-servers'

export type NotifiedServer = { projectId: Id<'project'>; name: string; copies: LastCopies | null }

const namedMax = 3

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
  if (servers.length === 0) return
  const href = routes.org.instances(organisationId)
  const notice = (own: readonly NotifiedServer[], accountId?: Id<'account'>) =>
    addNotice(tx, ctx, {
      organisationId,
      kind: noticeOf[kind],
      params: { servers: shortList(own) },
      href,
      ...(accountId && { accountId }),
    })
  await notice(servers)
  for (const contact of await listOperatingContacts(tx, organisationId)) {
    const theirs = servers.filter(({ projectId }) => isNotified(contact, projectId))
    if (theirs.length === 0) continue
    if (contact.isGuest) await notice(theirs, contact.accountId)
    await queueMail(tx, {
      to: contact.email,
      locale: contact.locale,
      template: 'servers-lost',
      params: {
        kind,
        name: contact.fullName,
        servers: theirs.map(({ name, copies }) => {
          const asOf = copies && copiesAsOf(copies)
          return { name, copyAt: asOf ? new Date(asOf) : null }
        }),
        url: portalLink(href),
      },
    })
  }
}

/** The first names, and how many more there are. Pure. */
export function shortList(servers: readonly { name: string }[]): string {
  const names = servers.slice(0, namedMax).map(({ name }) => name)
  const more = servers.length - names.length
  return more > 0 ? `${names.join(', ')} (+${more})` : names.join(', ')
}

/**
 * Reconciler: notifies customers with resources in the place of announced work, including later arrivals, and notifies
 * them again of changes and cancellation. Windows start and end by the clock. Each window has its own transaction under
 * its lock.
 */
import { type Tx, withSystem } from '~/db/client'
import { emitEvent } from '~/lib/events'
import { authorizeSystem, notifyOperatingContacts } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { shortList } from '~/lib/kernel/text/short-list'
import { addSeconds } from '~/lib/kernel/time/clock'
import { portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import {
  insertMaintenanceResources,
  listMaintenanceToFollow,
  listNamedMaintenanceResources,
  type MaintenanceRow,
  tryLockMaintenance,
  updateMaintenance,
  updateNotifiedAt,
} from '../queries/maintenance'
import { listPlacedResources } from '../queries/placement'
import { maintenanceStateAt } from '../states'
import { notifySubscribers } from './notify-subscribers'
import { insertNotification, listNotifications } from './queries/notifications'

const newsSeconds = 86_400

type Named = Awaited<ReturnType<typeof listNamedMaintenanceResources>>
type Kind = 'announced' | 'changed' | 'cancelled'

export async function followMaintenance(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const ids = await withSystem(ctx, (tx) => listMaintenanceToFollow(tx, addSeconds(ctx.now, -newsSeconds)))
  for (const id of ids)
    await withSystem(ctx, async (tx) => {
      const window = await tryLockMaintenance(tx, id)
      if (window) await followWindow(tx, ctx, window)
    })
}

async function followWindow(tx: Tx, ctx: OpContext, window: MaintenanceRow): Promise<void> {
  const standing = maintenanceStateAt(window, ctx.now)
  if (standing !== window.state)
    await updateMaintenance(tx, window.id, {
      state: standing,
      ...(standing === 'under_way' && { startedAt: ctx.now }),
      ...(standing === 'done' && { endedAt: ctx.now, startedAt: window.startedAt ?? ctx.now }),
    })
  const news = `${window.id}:${window.revision}`
  const notified = await listNotifications(tx, [news])
  const kind: Kind = standing === 'cancelled' ? 'cancelled' : window.revision > 0 ? 'changed' : 'announced'
  if (standing !== 'done' && !notified.has(`${news} public`))
    await notifySubscribersOnce(tx, ctx, window, news, kind)
  const arrived = standing === 'cancelled' || standing === 'done' ? [] : await recordArrivals(tx, ctx, window)
  const named = await listNamedMaintenanceResources(tx, [window.id])
  for (const [organisationId, own] of groupedBy(named, (row) => row.organisationId)) {
    const isAgain = !notified.has(`${news} ${organisationId}`)
    if (isAgain) await insertNotification(tx, { news, audience: organisationId, toldAt: ctx.now })
    const fresh = own.filter(({ id }) => arrived.includes(id))
    const isKnown = fresh.length < own.length
    if (fresh.length > 0) await notifyContacts(tx, ctx, window, 'announced', organisationId, fresh)
    if (!isAgain || !isKnown || kind === 'announced' || standing === 'done') continue
    if (kind === 'changed') await updateNotifiedAt(tx, window, organisationId, ctx.now)
    await notifyContacts(tx, ctx, window, kind, organisationId, own)
  }
}

/** Records resources in the place that were not notified yet; returns their ids. */
async function recordArrivals(tx: Tx, ctx: OpContext, window: MaintenanceRow): Promise<string[]> {
  const standing = await listPlacedResources(tx, window.domain, window.domainId, ctx.now)
  const arrived = await insertMaintenanceResources(
    tx,
    standing.map(({ id, kind, organisationId }) => ({
      maintenanceId: window.id,
      subjectId: id,
      subjectKind: kind,
      organisationId,
      toldAt: ctx.now,
    })),
  )
  return arrived.map(({ subjectId }) => subjectId)
}

async function notifyContacts(
  tx: Tx,
  ctx: OpContext,
  window: MaintenanceRow,
  kind: Kind,
  organisationId: Id<'organisation'>,
  own: Named,
): Promise<void> {
  const { titleFr, titleEn, descriptionFr, descriptionEn, startsAt, endsAt } = window
  const href = routes.org.incidents(organisationId)
  await emitEvent(tx, ctx, {
    organisationId,
    event: `maintenance.${kind}`,
    data: {
      maintenanceId: window.id,
      revision: window.revision,
      title: { fr: titleFr, en: titleEn },
      text: { fr: descriptionFr, en: descriptionEn },
      startsAt: startsAt.toISOString(),
      endsAt: endsAt.toISOString(),
      resources: own.map(({ id, kind: resourceKind, name }) => ({ id, kind: resourceKind, name })),
    },
  })
  await notifyOperatingContacts(tx, ctx, {
    organisationId,
    items: own,
    notice: (items) => ({
      kind: `maintenance_${kind}`,
      params: { title: titleFr, titleEn, resources: shortList(items.map(({ name }) => name)) },
      href,
    }),
    mail: (contact, items) =>
      queueMail(tx, {
        to: contact.email,
        locale: contact.locale,
        template: 'maintenance-news',
        params: {
          name: contact.fullName,
          kind,
          title: { fr: titleFr, en: titleEn },
          text: { fr: descriptionFr, en: descriptionEn },
          startsAt,
          until: endsAt,
          resources: items.map(({ name }) => name),
          url: portalLink(href),
        },
      }),
  })
}

async function notifySubscribersOnce(
  tx: Tx,
  ctx: OpContext,
  window: MaintenanceRow,
  news: string,
  kind: Kind,
) {
  if (!(await insertNotification(tx, { news, audience: 'public', toldAt: ctx.now }))) return
  const { titleFr, titleEn, descriptionFr, descriptionEn } = window
  const isCancelled = kind === 'cancelled'
  await notifySubscribers(tx, {
    title: {
      fr: `${isCancelled ? 'Maintenance annulée' : 'Maintenance prévue'} : ${titleFr}`,
      en: `${isCancelled ? 'Maintenance cancelled' : 'Maintenance planned'}: ${titleEn}`,
    },
    text: { fr: descriptionFr, en: descriptionEn },
  })
}

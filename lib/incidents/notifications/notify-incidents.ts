/**
 * Reconciler: notifies each affected customer of every public update once, with its own resources named. Proposed
 * incidents appear in the portal, and are not notified before staff accept them.
 */
import { type Tx, withSystem } from '~/db/client'
import { emitEvent } from '~/lib/events'
import { authorizeSystem } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import { routes } from '~/lib/routes'
import {
  type IncidentRow,
  type IncidentUpdateRow,
  listIncidents,
  listNamedResources,
  listUpdates,
} from '../queries/incidents'
import { isLiveIncident } from '../states'
import { notifyAffected } from './notify-affected'
import { notifySubscribers } from './notify-subscribers'
import { insertNotification, listNotifications } from './queries/notifications'

const followedMax = 200
/** Updates of incidents that ended earlier are no longer sent. */
const newsSeconds = 86_400

type Touched = Awaited<ReturnType<typeof listNamedResources>>

export async function notifyIncidents(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const since = addSeconds(ctx.now, -newsSeconds)
  await withSystem(ctx, async (tx) => {
    const recent = (await listIncidents(tx, { since: addSeconds(since, -30 * 86_400) }, followedMax))
      .map(({ incident }) => incident)
      .filter(({ state }) => state !== 'proposed' && state !== 'dismissed')
    const updates = groupedBy(
      await listUpdates(
        tx,
        recent.map(({ id }) => id),
      ),
      ({ incidentId }) => incidentId,
    )
    const fresh = recent.filter(
      ({ id, state }) => isLiveIncident(state) || (updates.get(id)?.at(-1)?.at ?? since) > since,
    )
    const notified = await listNotifications(
      tx,
      fresh.flatMap(({ id }) => updates.get(id) ?? []).map(({ id }) => id),
    )
    const touched = groupedBy(
      await listNamedResources(
        tx,
        fresh.map(({ id }) => id),
      ),
      ({ incidentId }) => incidentId,
    )
    for (const incident of fresh) {
      const incidentUpdates = updates.get(incident.id) ?? []
      for (const update of incidentUpdates)
        if (!notified.has(`${update.id} public`)) await notifySubscribersOnce(tx, ctx, incident, update)
      const byOrganisation = groupedBy(touched.get(incident.id) ?? [], ({ organisationId }) => organisationId)
      for (const [organisationId, own] of byOrganisation)
        await notifyOrganisation(tx, ctx, incident, incidentUpdates, notified, organisationId, own)
    }
  })
}

/** A customer affected only now gets the current state, without the earlier updates. */
async function notifyOrganisation(
  tx: Tx,
  ctx: OpContext,
  incident: IncidentRow,
  updates: readonly IncidentUpdateRow[],
  notified: ReadonlySet<string>,
  organisationId: Id<'organisation'>,
  own: Touched,
): Promise<void> {
  const unnotified = updates.filter(({ id }) => !notified.has(`${id} ${organisationId}`))
  const isFirst = unnotified.length === updates.length
  for (const [index, update] of unnotified.entries()) {
    const isMine = await insertNotification(tx, {
      news: update.id,
      audience: organisationId,
      toldAt: ctx.now,
    })
    if (!isMine || (isFirst && index < unnotified.length - 1)) continue
    const kind = update.state === 'resolved' ? 'resolved' : isFirst ? 'opened' : 'updated'
    await notifyContacts(tx, ctx, incident, update, kind, organisationId, own)
  }
}

async function notifyContacts(
  tx: Tx,
  ctx: OpContext,
  incident: IncidentRow,
  update: IncidentUpdateRow,
  kind: 'opened' | 'updated' | 'resolved',
  organisationId: Id<'organisation'>,
  own: Touched,
): Promise<void> {
  const { titleFr, titleEn, startedAt } = incident
  await emitEvent(tx, ctx, {
    organisationId,
    event: `incident.${kind}`,
    data: {
      incidentId: incident.id,
      number: incident.number,
      state: update.state,
      severity: incident.severity,
      title: { fr: titleFr, en: titleEn },
      text: { fr: update.textFr, en: update.textEn },
      startedAt: startedAt.toISOString(),
      resolvedAt: incident.resolvedAt?.toISOString() ?? null,
      resources: own.map(({ id, kind: resourceKind, name }) => ({ id, kind: resourceKind, name })),
    },
  })
  await notifyAffected(tx, ctx, {
    organisationId,
    resources: own,
    kind,
    title: { fr: titleFr, en: titleEn },
    text: { fr: update.textFr, en: update.textEn },
    startedAt,
    href: routes.org.incident(organisationId, incident.id),
  })
}

async function notifySubscribersOnce(
  tx: Tx,
  ctx: OpContext,
  incident: IncidentRow,
  update: IncidentUpdateRow,
) {
  if (!(await insertNotification(tx, { news: update.id, audience: 'public', toldAt: ctx.now }))) return
  await notifySubscribers(tx, {
    title: { fr: incident.titleFr, en: incident.titleEn },
    text: { fr: update.textFr, en: update.textEn },
  })
}

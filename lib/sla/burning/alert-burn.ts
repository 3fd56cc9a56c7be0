/**
 * Reconciler: opens an alert for every subject that burns its error budget too fast, and ends the others. Each alert is
 * notified once when it starts and once when it becomes fast: staff by mail, the customer by webhook and by mail to
 * members who opted in. The unique row decides between workers, and notifications commit with it.
 */
import { type Tx, withSystem } from '~/db/client'
import { emitEvent } from '~/lib/events'
import { authorizeSystem } from '~/lib/identity'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { operatorLink, portalLink, queueMail } from '~/lib/mail'
import { routes } from '~/lib/routes'
import type { BurnAlert } from '../availability/error-budget'
import { listSubjects, listZoneSubjects } from '../measuring/list-subjects'
import * as queries from './queries/burning'
import { type Burn, longestBurnMs, readBurn } from './read-burn'

type Pace = BurnAlert['pace']
type NotifiedBurn = Burn & { pace: Pace }

export async function alertBurn(ctx: OpContext): Promise<void> {
  authorizeSystem(ctx)
  const { now } = ctx
  const window = { from: now.getTime() - longestBurnMs, to: now.getTime() }
  await withSystem(ctx, async (tx) => {
    const live = new Map((await queries.listLiveAlerts(tx)).map((alert) => [alert.subjectId, alert]))
    const seen = new Set(await queries.listSeenDown(tx, new Date(window.from)))
    if (seen.size === 0 && live.size === 0) return
    const zones = (await listZoneSubjects(tx)).filter(({ id }) => seen.has(id))
    const resources = await listSubjects(tx, null, window, [...seen])
    const burns = await readBurn(tx, [...zones, ...resources], now)
    const notified: NotifiedBurn[] = []
    for (const burn of burns) {
      const alert = live.get(burn.subject.id)
      const { pace } = burn
      if (pace === null) continue
      live.delete(burn.subject.id)
      const isNew = alert
        ? pace === 'fast' && (await queries.escalateAlert(tx, alert.id))
        : await queries.insertAlert(tx, toAlert(ctx, burn, pace))
      if (isNew) notified.push({ ...burn, pace })
    }
    for (const { id } of live.values()) await queries.endAlert(tx, id, now)
    if (notified.length > 0) await notifyAlerts(tx, ctx, notified)
  })
}

const toAlert = (ctx: OpContext, { subject }: Burn, pace: Pace) => ({
  id: newId('burnAlert', ctx.now.getTime()),
  subjectId: subject.id,
  subjectKind: subject.kind,
  organisationId: subject.organisationId,
  pace,
  beganAt: ctx.now,
})

async function notifyAlerts(tx: Tx, ctx: OpContext, burns: readonly NotifiedBurn[]): Promise<void> {
  const named = (all: readonly NotifiedBurn[]) => {
    const of = (wanted: Pace) => all.filter(({ pace }) => pace === wanted).map(({ subject }) => subject.name)
    return { fast: of('fast'), slow: of('slow') }
  }
  const inspect = operatorLink(routes.operator.serviceLevels())
  for (const contact of await queries.listStaffContacts(tx, ['support', 'capacity']))
    await queueMail(tx, {
      to: contact.email,
      locale: contact.locale,
      template: 'budget-burning',
      params: { name: contact.fullName, ...named(burns), url: inspect },
    })
  for (const [organisationId, own] of groupedBy(burns, ({ subject }) => subject.organisationId)) {
    if (organisationId === null) continue
    for (const { subject, pace, objectivePpm, rates } of own)
      await emitEvent(tx, ctx, {
        organisationId,
        event: 'service_level.budget_burning',
        data: { resourceId: subject.id, name: subject.name, pace, objectivePpm, rates },
      })
    const url = portalLink(routes.org.serviceLevels(organisationId))
    for (const contact of await queries.listAlertContacts(tx, organisationId))
      await queueMail(tx, {
        to: contact.email,
        locale: contact.locale,
        template: 'budget-burning',
        params: { name: contact.fullName, ...named(own), url },
      })
  }
}

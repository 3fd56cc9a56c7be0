import { withSystem } from '~/db/client'
import {
  announceMaintenance,
  explainIncident,
  followMaintenance,
  openIncident,
  parisMinuteOf,
  updateIncidentInPublic,
} from '~/lib/incidents'
import { invariant } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import { addSeconds } from '~/lib/kernel/time/clock'
import { atParisHour, parisClock } from '~/lib/kernel/time/paris-clock'
import { seedStaff, seedSystem } from '../contexts'
import {
  futureMaintenance,
  type IncidentPlan,
  incidentPlans,
  pastMaintenance,
} from '../demonstration/incidents'
import { supportAgent } from '../demonstration/support'
import { findMeasuredOutages, type MeasuredOutage } from './measured-outages'
import * as queries from './queries/seed'
import type { SeededOrganisation } from './seed-people'

const minute = 60
const noticeDays = 8

/** Creates the incidents and maintenance of the measured outages, and future maintenance. */
export async function seedIncidents(
  today: Date,
  organisations: readonly SeededOrganisation[],
): Promise<void> {
  const staffId = await withSystem(seedSystem(today), (tx) => queries.findStaffId(tx, supportAgent))
  invariant(staffId, 'somebody is on call')
  const measured = await findMeasuredOutages(today, organisations)
  for (const outage of measured) {
    const plan = incidentPlans[outage.key]
    if (plan) await publishOutage(staffId, outage, plan)
    if (outage.key === pastMaintenance.key) await announcePast(staffId, outage)
  }
  const rack = measured.find(({ key }) => key === futureMaintenance.atPlaceOf)
  if (rack) await announceFuture(today, staffId, rack)
}

const placeOf = ({ domain, domainId }: MeasuredOutage) => `${domain}:${domainId}`

async function publishOutage(
  staffId: Id<'staff'>,
  outage: MeasuredOutage,
  plan: IncidentPlan,
): Promise<void> {
  const at = (instant: Date) => seedStaff(instant, staffId, ['support'])
  // Whole minutes: an incident opens after the first full one.
  const known = addSeconds(outage.from, plan.knownAfterMinutes * minute)
  const { id: incidentId } = await openIncident(at(known), {
    place: placeOf(outage),
    severity: plan.severity,
    state: 'investigating',
    startedAt: parisMinuteOf(outage.from),
    titleFr: plan.title.fr,
    titleEn: plan.title.en,
    textFr: plan.opened.fr,
    textEn: plan.opened.en,
  })
  const publish = (instant: Date, state: 'identified' | 'resolved', text: { fr: string; en: string }) =>
    updateIncidentInPublic(at(instant), {
      incidentId,
      severity: plan.severity,
      state,
      textFr: text.fr,
      textEn: text.en,
    })
  const half = new Date((known.getTime() + outage.to.getTime()) / 2)
  if (plan.identified) await publish(half, 'identified', plan.identified)
  await publish(outage.to, 'resolved', plan.resolved)
  if (!plan.explained) return
  const { rootCause, postMortem } = plan.explained
  await explainIncident(at(addSeconds(outage.to, 2 * 86_400)), {
    incidentId,
    rootCauseFr: rootCause.fr,
    rootCauseEn: rootCause.en,
    postMortemFr: postMortem?.fr ?? '',
    postMortemEn: postMortem?.en ?? '',
  })
}

/** Announces maintenance a week before, then starts and ends it as measured. */
async function announcePast(staffId: Id<'staff'>, outage: MeasuredOutage): Promise<void> {
  const announced = addSeconds(outage.from, -noticeDays * 86_400)
  await announceMaintenance(seedStaff(announced, staffId, ['support']), {
    place: placeOf(outage),
    relocationId: null,
    ...pastMaintenance.texts,
    startsAt: parisMinuteOf(outage.from),
    endsAt: parisMinuteOf(addSeconds(outage.to, 20 * minute)),
  })
  for (const at of [addSeconds(announced, minute), outage.from, addSeconds(outage.to, 20 * minute)])
    await followMaintenance(seedSystem(at))
}

async function announceFuture(today: Date, staffId: Id<'staff'>, rack: MeasuredOutage): Promise<void> {
  const { year, month, day } = parisClock(today)
  const startsAt = atParisHour(year, month, day + futureMaintenance.inDays, 22)
  await announceMaintenance(seedStaff(addSeconds(today, -3_600), staffId, ['support']), {
    place: placeOf(rack),
    relocationId: null,
    ...futureMaintenance.texts,
    startsAt: parisMinuteOf(startsAt),
    endsAt: parisMinuteOf(addSeconds(startsAt, futureMaintenance.hours * 3_600)),
  })
  await followMaintenance(seedSystem(addSeconds(today, -3_000)))
}

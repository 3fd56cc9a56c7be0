import type { MaintenanceSummary } from '../client'
import type { findMaintenance } from '../queries/maintenance'
import { maintenanceStateAt } from '../states'

type Found = Pick<NonNullable<Awaited<ReturnType<typeof findMaintenance>>>, 'window' | 'zone'>

export function maintenanceSummary({ window, zone }: Found, now: Date): MaintenanceSummary {
  return {
    id: window.id,
    state: maintenanceStateAt(window, now),
    titleFr: window.titleFr,
    titleEn: window.titleEn,
    descriptionFr: window.descriptionFr,
    descriptionEn: window.descriptionEn,
    zone,
    startsAt: window.startsAt.toISOString(),
    endsAt: window.endsAt.toISOString(),
    announcedAt: window.announcedAt.toISOString(),
    revision: window.revision,
  }
}

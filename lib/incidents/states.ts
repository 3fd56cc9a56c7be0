import type { IncidentState, MaintenanceState } from '~/db/schema/incidents'

/** What may follow; a state that may be said again lets another update be written without a change. */
const next: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  proposed: ['investigating', 'identified', 'monitoring', 'dismissed'],
  investigating: ['investigating', 'identified', 'monitoring', 'resolved'],
  identified: ['investigating', 'identified', 'monitoring', 'resolved'],
  monitoring: ['investigating', 'identified', 'monitoring', 'resolved'],
  resolved: [],
  dismissed: [],
}

/** What may be done with an incident and with a maintenance window: the buttons and the use cases ask alike. Pure. */
export const incidentCan = {
  become: (from: IncidentState, to: IncidentState) => next[from].includes(to),
  /** Its cause is told and what was learnt, also afterwards. */
  beExplained: (state: IncidentState) => state !== 'proposed' && state !== 'dismissed',
}
export const nextIncidentStates = (from: IncidentState) => next[from]

/** An incident that goes on; the database lets a domain have one. Pure. */
export const isLiveIncident = (state: IncidentState) => next[state].length > 0

/**
 * What a window is at `now`, by the clock: it was announced and begins at its start, and is over at its end. What was
 * called off stays so. Pure.
 */
export function maintenanceStanding(
  window: { state: MaintenanceState; startsAt: Date; endsAt: Date },
  now: Date,
): MaintenanceState {
  if (window.state === 'cancelled' || window.state === 'done') return window.state
  if (now < window.startsAt) return 'announced'
  return now < window.endsAt ? 'under_way' : 'done'
}

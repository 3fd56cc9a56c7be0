import type { IncidentState, MaintenanceState } from '~/db/schema/incidents'

/** Allowed transitions; a state that allows itself permits another update without a change. */
const next: Readonly<Record<IncidentState, readonly IncidentState[]>> = {
  proposed: ['investigating', 'identified', 'monitoring', 'dismissed'],
  investigating: ['investigating', 'identified', 'monitoring', 'resolved'],
  identified: ['investigating', 'identified', 'monitoring', 'resolved'],
  monitoring: ['investigating', 'identified', 'monitoring', 'resolved'],
  resolved: [],
  dismissed: [],
}

/** Possible actions on incidents and maintenance windows, shared by the buttons and the use cases. Pure. */
export const incidentCan = {
  become: (from: IncidentState, to: IncidentState) => next[from].includes(to),
  /** The cause and the lessons can also be set afterwards. */
  beExplained: (state: IncidentState) => state !== 'proposed' && state !== 'dismissed',
}
export const nextIncidentStates = (from: IncidentState) => next[from]

/**
 * The state that the measurements propose for the next publication: watched once everything answers again, resolved
 * once that is published; before, as it is. Pure.
 */
export function nextToPublish({
  state,
  repairedAt,
}: {
  state: IncidentState
  repairedAt: string | null
}): IncidentState {
  if (repairedAt) return state === 'monitoring' ? 'resolved' : 'monitoring'
  return state === 'proposed' ? 'investigating' : state
}

/** A live incident; the database allows one per domain. Pure. */
export const isLiveIncident = (state: IncidentState) => next[state].length > 0

/**
 * The state of a window at `now`, by the clock: it starts and ends at its announced times; a cancelled one stays
 * cancelled. Pure.
 */
export function maintenanceStateAt(
  window: { state: MaintenanceState; startsAt: Date; endsAt: Date },
  now: Date,
): MaintenanceState {
  if (window.state === 'cancelled' || window.state === 'done') return window.state
  if (now < window.startsAt) return 'announced'
  return now < window.endsAt ? 'under_way' : 'done'
}

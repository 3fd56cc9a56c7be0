import type { TimelineView } from '~/lib/sla/client'

/** A timeline from its route, with translated actions and states. */
export type TimelineData = Omit<TimelineView, 'actions' | 'states'> & {
  actions: readonly (NonNullable<TimelineView['actions']>[number] & { label: string })[] | null
  states: readonly (TimelineView['states'][number] & { label: string })[]
}

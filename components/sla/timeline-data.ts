import type { TimelineView } from '~/lib/sla/client'

/** A timeline as it comes from its route: what was done and the states have their words. */
export type TimelineData = Omit<TimelineView, 'actions' | 'states'> & {
  actions: readonly (NonNullable<TimelineView['actions']>[number] & { label: string })[] | null
  states: readonly (TimelineView['states'][number] & { label: string })[]
}

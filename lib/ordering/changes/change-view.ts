import type { ChangeKind, OrderChange } from '~/db/schema/ordering/changes'

/** A change of a server or volume for pages: `label` is its new bundle, or the name of the copy. */
export type ChangeView = {
  kind: ChangeKind
  resource: { kind: 'instance' | 'volume'; id: string; name: string }
  label: string
}

export const changeView = (change: OrderChange | null): ChangeView | null =>
  change && { kind: change.request.kind, resource: change.resource, label: change.label }

import type { ChangeKind, OrderChange } from '~/db/schema/ordering/changes'

/** A change of a server or volume as pages name it: `label` is the bundle it takes, or what is kept of it. */
export type ChangeView = {
  kind: ChangeKind
  resource: { kind: 'instance' | 'volume'; id: string; name: string }
  label: string
}

export const changeView = (change: OrderChange | null): ChangeView | null =>
  change && { kind: change.request.kind, resource: change.resource, label: change.label }

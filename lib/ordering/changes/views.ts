import type { ChangeKind, OrderChange } from '~/db/schema/changes'
import type { Id } from '~/lib/kernel/ids'
import type { HoldReasonView, ObstacleView } from '../holds/views'

/** A change of a server or volume as pages name it: `label` is the bundle it takes, or what is kept of it. */
export type ChangeView = {
  kind: ChangeKind
  resource: { kind: 'instance' | 'volume'; id: string; name: string }
  label: string
}

export const changeView = (change: OrderChange | null): ChangeView | null =>
  change && { kind: change.request.kind, resource: change.resource, label: change.label }

/** From which amount more a month, in cents, a change waits for whom; null where it never does. */
export type WaitsFrom = { approvalFromCents: string | null; operatorFromCents: string | null }

/** What waits of a server or volume, and from which amounts on its next changes would. */
export type ChangeWaits = {
  waiting: (ChangeView & {
    orderId: Id<'order'>
    number: string
    monthlyCents: string
    reasons: HoldReasonView[]
    obstacle: ObstacleView | null
    heldAt: string
    expiresAt: string
    placedBy: string | null
    mayWithdraw: boolean
  })[]
  /** Of a change of the server or volume itself. */
  own: WaitsFrom
  /** Of what is kept of it: snapshots, images, backups. */
  kept: WaitsFrom
}

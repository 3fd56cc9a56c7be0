import type { Id } from '~/lib/kernel/ids'
import type { HoldReasonView, ObstacleView } from '../holds/views'
import type { ChangeView } from './change-view'

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

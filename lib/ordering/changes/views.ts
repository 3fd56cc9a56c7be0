import type { Id } from '~/lib/kernel/ids'
import type { HoldReasonView, ObstacleView } from '../holds/views'
import type { ChangeView } from './change-view'

/**
 * Additional monthly amounts, in cents, from which a change waits for an approval or the operator; null where
 * it never does.
 */
export type WaitsFrom = { approvalFromCents: string | null; operatorFromCents: string | null }

/** The waiting changes of a server or volume, and the amounts from which its next changes would wait. */
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
  /** Changes of the server or volume itself. */
  own: WaitsFrom
  /** Its copies: snapshots, images, backups. */
  kept: WaitsFrom
}

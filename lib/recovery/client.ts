import type { RecoveryReason } from '~/db/schema/recovery'
import type { Id } from '~/lib/kernel/ids'

/** The database is not the one that an operator agreed to; the instant is an ISO string. */
export type RecoveryView = {
  reason: RecoveryReason
  beganAt: string | null
  /** The database that was on the operator's screen, which may differ from the current one. */
  identity: string
  knownIdentity: string | null
  /** Since when workers may read the hypervisors, and change nothing; null while they are not contacted. */
  comparedSince: string | null
}

/** A recovery that ended; instants are ISO strings. */
export type PastRecovery = {
  id: Id<'recovery'>
  reason: RecoveryReason
  beganAt: string
  endedAt: string
  /** Null where the command line or a worker ended it. */
  endedBy: string | null
  /** A worker went on after a promotion without loss. */
  isContinued: boolean
  dataLost: boolean
  parkedSagas: number
}

import type { RecoveryReason } from '~/db/schema/recovery'

/** The database is not the one that an operator agreed to; the instant is an ISO string. */
export type RecoveryView = {
  reason: RecoveryReason
  beganAt: string | null
  /** The database that was on the operator's screen, which may differ from the current one. */
  identity: string
  knownIdentity: string | null
}

import type { RecoveryReason } from '~/db/schema/recovery'

/** The database is another one than an operator agreed to; the instant is an ISO string. */
export type RecoveryView = {
  reason: RecoveryReason
  beganAt: string | null
  /** What an operator agrees to: the database that was looked at, not the one that may be there by then. */
  identity: string
  knownIdentity: string | null
}

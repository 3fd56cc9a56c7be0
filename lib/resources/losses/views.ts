import type { ServerRecoveryState } from '~/db/schema/planning'
import type { InstanceState } from '~/db/schema/resources/compute'
import type { LossRefusal } from '~/lib/datacentre/client'
import type { Id } from '~/lib/kernel/ids'
import type { CopyGap, LastCopies } from './last-copies'

/** Servers of a lost host on one page; the others follow once these have left. */
export const lostServersShown = 200

/** Why a recovery ended without its server, or null while it waits, runs or is done. */
export type RecoveryView = { state: ServerRecoveryState; failureCode: string | null; endedAt: string | null }

/** One server on a host that does not answer, for operators. Instants are ISO strings. */
export type LostServerView = {
  id: Id<'instance'>
  name: string
  state: InstanceState
  organisation: { id: Id<'organisation'>; name: string }
  address: string | null
  publicAddresses: string[]
  copies: LastCopies
  /** The oldest part of what would come back; null when nothing does. */
  copiesAsOf: string | null
  /** What the copies lack. */
  gap: CopyGap | null
  /** The host on which it would start now; null without room. */
  place: string | null
  /** The latest attempt to start it elsewhere. */
  recovery: RecoveryView | null
}

export type HostLossView = {
  host: { id: Id<'host'>; name: string; silentSince: string | null }
  zone: { id: Id<'zone'>; code: string; name: string }
  loss: {
    id: Id<'hostLoss'>
    verification: string
    declaredBy: string
    declaredAt: string
    confirmedBy: string | null
    confirmedAt: string | null
    forgottenAt: string | null
    answeredAt: string | null
    /** The reader counts as the person who declared it: another one must confirm. */
    needsAnother: boolean
  } | null
  /** Why each act is refused now; null when it is possible. */
  refusals: Record<'declare' | 'confirm' | 'withdraw' | 'reuse' | 'recover', LossRefusal | null>
  servers: LostServerView[]
  /** All claims on the host, with those of deleted servers in their grace period. */
  claims: number
  /** Servers of this loss that run elsewhere again. */
  recovered: { id: Id<'instance'>; name: string; hostName: string; at: string }[]
  /** Hosts of the zone with most room. */
  roomy: { name: string; vcpu: number; memoryMib: number; diskGib: number }[]
}

export type SilentHostView = {
  id: Id<'host'>
  name: string
  zoneCode: string
  since: string
  servers: number
  /** Servers of which nothing would come back. */
  withoutCopy: number
  loss: 'none' | 'declared' | 'confirmed' | 'answered'
}

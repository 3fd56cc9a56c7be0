import type { Id } from '~/lib/kernel/ids'

/** Maximum of moves in a proposal: few for an evening, many for a week-end. */
export const rebalanceSizes = [10, 50, 200] as const
export type RebalanceSize = (typeof rebalanceSizes)[number]

export type RebalanceMove = {
  serverId: string
  server: string
  organisation: { id: Id<'organisation'>; name: string }
  vcpu: number
  memoryMib: number
  diskGib: number
  from: { id: Id<'host'>; name: string; rack: string }
  to: { id: Id<'host'>; name: string; rack: string }
  /** It is running, so the move stops it for a moment. */
  isRunning: boolean
  /** Repairs a violated rule, or helps to empty the host it leaves. */
  why: 'rule' | 'room'
}

export type RebalanceView = {
  zone: { id: Id<'zone'>; code: string; name: string }
  moves: RebalanceMove[]
  freedHosts: { id: Id<'host'>; name: string }[]
  /** Servers whose anti-affinity rule stays violated. */
  broken: { serverId: string; server: string; host: { id: Id<'host'>; name: string } }[]
  hostsInUse: { before: number; after: number }
}

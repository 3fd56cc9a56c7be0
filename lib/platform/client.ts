import type { ProcessKind } from '~/db/schema/platform'
import type { Channel, ProcessState } from './figures'

/** `look`: a person should look at it. */
export type Verdict = 'well' | 'look'

export const checkNames = [
  'processes',
  'versions',
  'sagas',
  'jobs',
  'sweepers',
  'backlogs',
  'zones',
  'drifts',
  'certificates',
] as const
export type CheckName = (typeof checkNames)[number]

export type ProcessView = {
  id: string
  kind: ProcessKind
  version: string
  schema: string
  startedAt: string
  seenAt: string
  state: ProcessState
}
type WithVerdict = { verdict: Verdict }
export type SagasView = WithVerdict & {
  kind: string
  state: 'running' | 'undoing' | 'parked'
  open: number
  oldestAt: string
}
export type JobsView = WithVerdict & { task: string; due: number; lagSeconds: number; givenUp: number }
export type SweeperView = WithVerdict & { name: string; everySeconds: number; succeededAt: string | null }
export type BacklogView = WithVerdict & { channel: Channel; waiting: number; ageSeconds: number }
export type ZoneView = WithVerdict & {
  zone: string
  reachedAt: string | null
  isSimulated: boolean
  silentHosts: number
  isCircuitOpen: boolean
  driftsOpen: number
  driftsHeld: number
}
export type CertificatesView = WithVerdict & {
  renewedDays: number | null
  uploadedDays: number | null
  failedOrders: number
}

export type PlatformView = {
  readAt: string
  checks: { name: CheckName; verdict: Verdict; count: number }[]
  processes: ProcessView[]
  sagas: SagasView[]
  jobs: JobsView[]
  sweepers: SweeperView[]
  backlogs: BacklogView[]
  zones: ZoneView[]
  certificates: CertificatesView
}

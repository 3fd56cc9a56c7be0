import type { SubjectKind, VantageKind } from '~/db/schema/sla/sla'
import type { BurnAlert } from '../availability/error-budget'
import type { LevelState } from '../dashboard/levels'

/**
 * A resource with a missed objective, or one at risk. Durations in milliseconds, availabilities in parts per million.
 */
export type RiskView = {
  id: string
  name: string
  organisation: string
  organisationId: string
  zone: string
  /** Null for a volume, which has no host. */
  host: string | null
  state: LevelState
  availabilityPpm: number | null
  objectivePpm: number
  allowedMs: number
  leftMs: number
  pace: BurnAlert['pace'] | null
}

/** The combined budget of several resources. */
export type BurnGroupView = {
  key: string
  resources: number
  breached: number
  downMs: number
  unknownMs: number
  /** Spent share of the allowed downtime in parts per million; null when none is allowed, or without observations. */
  burntPpm: number | null
  /** The zone's own level, in a table of zones. */
  own: { availabilityPpm: number | null; objectivePpm: number | null; state: LevelState } | null
}

export type VantageHealthView = {
  id: string
  kind: VantageKind
  name: string
  zone: string | null
  /** `late` after three missed rounds, `away` after five minutes. */
  looks: 'looking' | 'late' | 'away' | 'never'
  lastRoundAt: string | null
  rounds: number
  failedRounds: number
  meanMs: number | null
  longestMs: number | null
  failure: { at: string; text: string } | null
}

export type OperatorLevelsView = {
  period: string
  resources: number
  measured: number
  breached: number
  pressed: number
  fast: number
  slow: number
  risks: readonly RiskView[]
  /** Total number, including rows not listed. */
  riskCount: number
  byZone: readonly BurnGroupView[]
  /** By hardware generation; volumes are the group without a key. */
  byGeneration: readonly BurnGroupView[]
  times: { detected: number; detectMs: number | null; repaired: number; repairMs: number | null }
  vantages: readonly VantageHealthView[]
  unknownNow: readonly { kind: SubjectKind; count: number; names: readonly string[] }[]
  credits: readonly { period: string; credits: number; openCents: string; grantedCents: string }[]
}

import type { Id } from '~/lib/kernel/ids'
import type { RefusalReason } from './check-event'

/** A server's outgoing traffic this month. Whole mebibytes; cents are a decimal string, without VAT. */
export type TrafficView = {
  usedMebibytes: number
  /** End of the last hour with known traffic; null before the first. */
  countedUntil: string | null
  /** Null where traffic is free. */
  terms: {
    includedMebibytes: number
    billedMebibytes: number
    microCentsPerGibibyte: string
    cents: string
  } | null
}

export type MeteringKeyView = {
  id: Id<'meteringKey'>
  zone: string
  name: string
  createdAt: string
  createdBy: string
  endsAt: string | null
  lastUsedAt: string | null
  standing: 'open' | 'ending' | 'ended'
}

export type MeteringRefusalView = {
  id: number
  zone: string
  eventKey: string
  reason: RefusalReason
  said: string
  times: number
  refusedAt: string
}

export type MeteringDesk = { keys: MeteringKeyView[]; refusals: MeteringRefusalView[]; zones: string[] }

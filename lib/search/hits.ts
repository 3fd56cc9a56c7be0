import type { HitKind, ServerAct } from './parse-query'

/** One result of the command palette. Instants are ISO strings, cents decimal strings. */
export type Hit =
  | { kind: 'act'; act: ServerAct; id: string; name: string }
  | {
      kind: 'instance' | 'volume' | 'balancer' | 'address'
      id: string
      name: string
      note: string | null
      /** Since when it should answer and does not. */
      silentSince: string | null
    }
  | {
      kind: 'order' | 'quote' | 'purchase_order'
      id: string
      /** The number. */
      name: string
      note: string | null
    }
  | {
      kind: 'document'
      id: string
      name: string
      isCredit: boolean
      /** `YYYY-MM`. */
      period: string
      grossCents: string
    }
  | { kind: Extract<HitKind, 'ticket' | 'member' | 'project'>; id: string; name: string; note: string | null }

/** One result of the operator's command palette. */
export type PlatformHit = {
  kind: 'organisation' | 'host' | 'document' | 'ticket' | 'incident'
  id: string
  name: string
  /** The customer of a document or ticket, the zone of a host, the number of an incident. */
  note: string | null
}

import type { SendingKind } from '~/db/schema/recovery'
import type { DriftKind } from '~/lib/hypervisors/client'
import type { Id } from '~/lib/kernel/ids'
import type { LossRefused } from '~/lib/resources/client'
import type { AdoptionRefusal } from './adoption/facts'

/** A row without an object, or one that differs from its object; instants are ISO strings. */
export type DoubtfulRow = {
  id: Id<'drift'>
  kind: DriftKind
  zoneCode: string
  zoneName: string
  subject: string
  /** The customer's name for it; null when no row explains the subject. */
  name: string | null
  organisationName: string | null
  expected: string | null
  found: string | null
  /** When its row changed last. */
  changedAt: string | null
  isHeld: boolean
  /** Whether two people may declare it lost. */
  isLosable: boolean
  /** The last proposal to do so. */
  loss: RowLossView | null
}

export type RowLossView = {
  id: Id<'rowLoss'>
  state: 'proposed' | 'withdrawn' | 'waiting' | 'done' | 'refused'
  reason: string
  proposedBy: string
  /** The viewer counts as the proposer: another person must confirm. */
  needsAnother: boolean
  refusal: LossRefusal | null
}
/** `found`: the object is there again. `not_seen_lately`: its zone was not compared for minutes. */
export type LossRefusal = LossRefused | 'found' | 'not_seen_lately'

export type { SendingKind } from '~/db/schema/recovery'

/** Something that may have been sent before the restore; it is not sent until two people decide. */
export type DoubtfulSending = {
  id: Id<'doubtfulSending'>
  kind: SendingKind
  /** Subject of a mail, event of a webhook, number of a document or declaration. */
  name: string | null
  /** What its receiver knows it by. */
  receiverReference: string
  organisationName: string | null
  /** An ISO string; null when it was deleted meanwhile. */
  plannedAt: string | null
  state: 'open' | 'proposed' | 'waiting'
  proposal: {
    outcome: 'send' | 'sent'
    reference: string
    proposedBy: string
    /** The viewer counts as the proposer: another person must confirm. */
    needsAnother: boolean
  } | null
}

/** The last proposal to give an object its rows. */
export type AdoptionView = {
  id: Id<'adoption'>
  state: 'proposed' | 'withdrawn' | 'waiting' | 'done' | 'refused'
  reason: string
  proposedBy: string
  /** The viewer counts as the proposer: another person must confirm. */
  needsAnother: boolean
  refusal: AdoptionRefusal | null
}

export const numberKinds = [
  'order',
  'invoice',
  'debit_file',
  'card_payment',
  'einvoice',
  'payment_report',
  'declaration',
  'webhook',
  'mail',
] as const
export type NumberKind = (typeof numberKinds)[number]

/** The last number or message of one series that this database knows; what was sent later is in no row. */
export type LastNumber = {
  kind: NumberKind
  /** Of a series that can go on behind numbers given out before the restore. */
  sellingEntityId: Id<'sellingEntity'> | null
  /** The series, or null where there is only one. */
  series: string | null
  last: string | null
  /** A day, or an instant as an ISO string. */
  lastAt: string | null
  /** What workers send once they go on. */
  waiting: number
}

/** Numbers given out before the restore and in no row; instants are ISO strings. */
export type NumberJumpView = {
  id: Id<'numberJump'>
  series: string
  fromNumber: number
  toNumber: number
  reason: string
  reference: string
  proposedBy: string
  /** The viewer counts as the proposer: another person must confirm. */
  needsAnother: boolean
  confirmedAt: string | null
}

/** Whether a zone was compared since this database may read it; both instants are ISO strings. */
export function isReadSince(
  { comparedAt }: { comparedAt: string | null },
  comparedSince: string | null,
): boolean {
  return comparedAt !== null && comparedSince !== null && new Date(comparedAt) >= new Date(comparedSince)
}

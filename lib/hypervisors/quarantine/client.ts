import type { QuarantineState } from '~/db/schema/hypervisors'
import type { Id } from '~/lib/kernel/ids'

/** Days for which an object without a row is kept, unless both people who delete it agree otherwise. */
export const quarantineDays = 7

/** An object without a row; instants are ISO strings. */
export type QuarantineView = {
  id: Id<'quarantine'>
  kind: 'instance' | 'volume' | 'image' | 'address' | 'balancer'
  zoneCode: string
  zoneName: string
  subject: string
  /** The organisation in its tag, by name where it exists. */
  owner: string | null
  found: string
  /** The customer's name for it, and when it was made, where the hypervisor has them. */
  label: string | null
  createdAt: string | null
  state: QuarantineState
  firstSeenAt: string
  /** Whole days since it was found, and whether two people may delete it without confirming an early deletion. */
  days: number
  isTermOver: boolean
  proposedAt: string | null
  beforeTerm: boolean
  /** The viewer counts as the proposer (same account or same mailbox): another person must confirm. */
  needsAnother: boolean
  deleteFrom: string | null
}

/** Actions allowed in a state. */
export const quarantineCan = {
  propose: (state: QuarantineState) => state === 'kept',
  confirm: (state: QuarantineState) => state === 'proposed',
  keep: (state: QuarantineState) => ['proposed', 'confirmed', 'adopted'].includes(state),
  adopt: (state: QuarantineState) => state === 'kept' || state === 'proposed',
  /** To give it its rows: it is there, and its deletion is not agreed. */
  record: (state: QuarantineState) => ['kept', 'proposed', 'adopted'].includes(state),
}

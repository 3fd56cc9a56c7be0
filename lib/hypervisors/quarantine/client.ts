import type { QuarantineState } from '~/db/schema/hypervisors'
import type { Id } from '~/lib/kernel/ids'

/** How long an object without a row is kept unless both people who delete it say otherwise. */
export const quarantineDays = 7

/** An object that no row explains; instants are ISO strings. */
export type QuarantineView = {
  id: Id<'quarantine'>
  kind: 'instance' | 'volume' | 'image' | 'address'
  zoneCode: string
  zoneName: string
  subject: string
  /** What its tag says, by name where the organisation exists. */
  owner: string | null
  found: string
  state: QuarantineState
  firstSeenAt: string
  /** The whole days it has been there, and whether it may be deleted by two people without saying so twice. */
  days: number
  isTermOver: boolean
  proposedAt: string | null
  beforeTerm: boolean
  isOwnProposal: boolean
  deleteFrom: string | null
}

/** What may be done with an object in a state. */
export const quarantineCan = {
  propose: (state: QuarantineState) => state === 'kept',
  confirm: (state: QuarantineState) => state === 'proposed',
  keep: (state: QuarantineState) => ['proposed', 'confirmed', 'adopted'].includes(state),
  adopt: (state: QuarantineState) => state === 'kept' || state === 'proposed',
}

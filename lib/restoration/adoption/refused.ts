import type { Id } from '~/lib/kernel/ids'
import type { AdoptionRefusal } from './facts'

/** Whose object it is, by its tag, and where. */
export type Owner = { organisationId: Id<'organisation'>; zoneId: Id<'zone'> }

/** Ends the transaction of an adoption; the reason is recorded in the next one. */
export class Refused extends Error {
  constructor(readonly refusal: AdoptionRefusal) {
    super(refusal)
  }
}

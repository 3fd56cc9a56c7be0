import type { AdoptionRefusal } from './facts'

/** Ends the transaction of an adoption; the reason is recorded in the next one. */
export class Refused extends Error {
  constructor(readonly refusal: AdoptionRefusal) {
    super(refusal)
  }
}

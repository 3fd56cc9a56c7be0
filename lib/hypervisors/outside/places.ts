import type { Id } from '~/lib/kernel/ids'
import { placeFor } from '~/lib/kernel/secrets/purposes'

/** Context bound into the sealed key of a vantage. */
export const vantageKeyPlace = (id: Id<'outsideVantage'>) =>
  placeFor('vantages', `outside_vantages.${id}.key_sealed`)

import type { Id } from '~/lib/kernel/ids'

/** Context bound into the sealed key of a vantage. */
export const vantageKeyPlace = (id: Id<'outsideVantage'>) => `outside_vantages.${id}.key_sealed`

import type { findCertificateOrder } from './queries/acme'

type Order = NonNullable<Awaited<ReturnType<typeof findCertificateOrder>>>

/**
 * Whether a person may have this order tried now: something failed, no pause of the directory runs, and it was attempted
 * since it was last tried. Pure.
 */
export const mayRetry = ({
  state,
  failureCode,
  attempts,
}: Pick<Order, 'state' | 'failureCode' | 'attempts'>) =>
  failureCode !== 'rate_limited' &&
  (state === 'failed' || (state === 'waiting' && failureCode !== null && attempts > 0))

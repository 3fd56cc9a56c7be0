import { divideHalfUp } from '~/lib/kernel/money'

/** What a rate takes of a price, in cents, rounded half up once. Pure. */
export const reductionCents = (priceCents: bigint, basisPoints: number): bigint =>
  divideHalfUp(priceCents * BigInt(basisPoints), 10_000n)

import { trafficCents } from '~/lib/kernel/money'

const bytesPerMebibyte = 1_048_576n

/** The price of a server's monthly traffic: an allowance is included, the rest is paid per gibibyte. */
export type TrafficTerms = { includedMebibytes: bigint; microCentsPerGibibyte: bigint }

/** A server's month: outgoing, included and billed traffic. Whole mebibytes; cents without VAT. */
export type RatedTraffic = TrafficTerms & { usedMebibytes: bigint; billedMebibytes: bigint; cents: bigint }

/**
 * Rates the outgoing bytes of one server over one month. A partial mebibyte does not count; traffic above the allowance
 * is billed, its price rounded half up, once. Pure. `selectTrafficCents` does the same in SQL; a test compares them.
 */
export function rateTraffic(bytes: bigint, terms: TrafficTerms): RatedTraffic {
  const usedMebibytes = bytes / bytesPerMebibyte
  const excess = usedMebibytes - terms.includedMebibytes
  const billedMebibytes = excess > 0n ? excess : 0n
  return {
    includedMebibytes: terms.includedMebibytes,
    microCentsPerGibibyte: terms.microCentsPerGibibyte,
    usedMebibytes,
    billedMebibytes,
    cents: trafficCents(terms.microCentsPerGibibyte, billedMebibytes),
  }
}

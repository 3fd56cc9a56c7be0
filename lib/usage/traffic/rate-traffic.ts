import { trafficCents } from '~/lib/kernel/money'

const bytesPerMebibyte = 1_048_576n

/** What a month of a server's traffic costs: so much is included, the rest is paid by the gibibyte. */
export type TrafficTerms = { includedMebibytes: bigint; microCentsPerGibibyte: bigint }

/** A server's month: what left it, what of that is included, what is paid. Whole mebibytes; cents without VAT. */
export type RatedTraffic = TrafficTerms & { usedMebibytes: bigint; billedMebibytes: bigint; cents: bigint }

/**
 * Rates the bytes that left one server over one month. A mebibyte that was begun is not counted; what passes the
 * included quantity is paid, its price rounded half up, once. Pure. `selectTrafficCents` does the same in SQL; a test
 * holds them equal.
 */
export function rateTraffic(bytes: bigint, terms: TrafficTerms): RatedTraffic {
  const usedMebibytes = bytes / bytesPerMebibyte
  const over = usedMebibytes - terms.includedMebibytes
  const billedMebibytes = over > 0n ? over : 0n
  return {
    includedMebibytes: terms.includedMebibytes,
    microCentsPerGibibyte: terms.microCentsPerGibibyte,
    usedMebibytes,
    billedMebibytes,
    cents: trafficCents(terms.microCentsPerGibibyte, billedMebibytes),
  }
}

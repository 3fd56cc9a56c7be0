import { type Cidr, mergeCidrs, overlap, readCidr } from './cidr'

/** All that the internet has of IPv6, an eighth of its addresses. */
const globalUnicast: Cidr = { family: 6, base: 0x2000n << 112n, bits: 3 }

/** Whether these ranges together hold half of the addresses of a family, or of its part that the internet uses, or more. Pure. */
export function isMostOfTheInternet(ranges: readonly string[]): boolean {
  const merged = mergeCidrs(ranges.flatMap((text) => readCidr(text) ?? []))
  const used = merged.filter((range) => overlap(globalUnicast, range))
  return shareOf(merged, 4) >= 0.5 || shareOf(merged, 6) >= 0.5 || shareOf(used, 6, globalUnicast.bits) >= 0.5
}

/** Which part these ranges are of the addresses of a family, or of one range of so many bits that each overlaps. */
const shareOf = (ranges: readonly Cidr[], family: Cidr['family'], bits = 0) =>
  ranges.reduce(
    (share, range) => share + (range.family === family ? Math.min(1, 2 ** (bits - range.bits)) : 0),
    0,
  )

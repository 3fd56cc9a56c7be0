import { mergeCidrs, readCidr } from './cidr'

/** Whether these ranges together hold half of the addresses of a family, or more. Pure. */
export function isMostOfTheInternet(ranges: readonly string[]): boolean {
  const merged = mergeCidrs(ranges.flatMap((text) => readCidr(text) ?? []))
  return ([4, 6] as const).some(
    (family) =>
      merged.reduce((share, range) => share + (range.family === family ? 2 ** -range.bits : 0), 0) >= 0.5,
  )
}

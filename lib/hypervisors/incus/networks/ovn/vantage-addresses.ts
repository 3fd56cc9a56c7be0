import { type Cidr, formatCidr, mergeCidrs, readCidr } from '~/lib/kernel/net/cidr'

/** This many vantages have an address on an OVN network: those between its router and its servers. */
export const vantagesMax = 8

/** The addresses of our vantages in a range: after that of its router. Pure. */
export function vantageRanges(range: string): string[] {
  const own = readCidr(range)
  if (!own) return []
  const all = Array.from({ length: vantagesMax }, (_, slot): Cidr => {
    return { family: own.family, base: own.base + BigInt(2 + slot), bits: own.family === 4 ? 32 : 128 }
  })
  return mergeCidrs(all).map(formatCidr)
}

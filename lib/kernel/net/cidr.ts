export type IpFamily = 4 | 6
/** An address range. `base` is its first address; a single address has all bits. */
export type Cidr = { family: IpFamily; base: bigint; bits: number }

const widthOf = (family: IpFamily) => (family === 4 ? 32 : 128)
const sizeOf = ({ family, bits }: Cidr) => 1n << BigInt(widthOf(family) - bits)

/**
 * Reads `203.0.113.0/24`, `203.0.113.7`, `2001:db8::/32` or `2001:db8::7`; null when the text is none of these. Host bits
 * may be set: `base` is then the first address of the range. IPv4-mapped addresses and zone identifiers are not read. Pure.
 */
export function readCidr(text: string): (Cidr & { hasHostBits: boolean }) | null {
  const [address = '', prefix, more] = text.split('/')
  if (more !== undefined) return null
  const number = readAddress(address)
  if (!number) return null
  const width = widthOf(number.family)
  if (prefix !== undefined && !/^(0|[1-9]\d{0,2})$/.test(prefix)) return null
  const bits = prefix === undefined ? width : Number(prefix)
  if (bits > width) return null
  const base = firstOf(number.value, number.family, bits)
  return { family: number.family, base, bits, hasHostBits: base !== number.value }
}

const firstOf = (value: bigint, family: IpFamily, bits: number) => {
  const free = BigInt(widthOf(family) - bits)
  return (value >> free) << free
}

/** The number of an address with its family; null when the text is no address. Pure. */
export function readAddress(text: string): { family: IpFamily; value: bigint } | null {
  const v4 = readIpv4(text)
  if (v4 !== null) return { family: 4, value: v4 }
  const v6 = readIpv6(text)
  return v6 === null ? null : { family: 6, value: v6 }
}

function readIpv4(text: string): bigint | null {
  const match = /^(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})\.(0|[1-9]\d{0,2})$/.exec(text)
  if (!match) return null
  const bytes = match.slice(1).map(Number)
  if (bytes.some((byte) => byte > 255)) return null
  return BigInt(bytes.reduce((sum, byte) => sum * 256 + byte, 0))
}

function readIpv6(text: string): bigint | null {
  const halves = text.toLowerCase().split('::')
  if (halves.length > 2) return null
  const [head = [], tail = []] = halves.map((half) => (half === '' ? [] : half.split(':')))
  const missing = 8 - head.length - tail.length
  if (halves.length === 2 ? missing < 1 : missing !== 0) return null
  const groups = [...head, ...Array<string>(missing).fill('0'), ...tail]
  if (groups.some((group) => !/^[0-9a-f]{1,4}$/.test(group))) return null
  return groups.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n)
}

/** `203.0.113.0/24`, `2001:db8::/32`; a single address keeps its prefix: `203.0.113.7/32`. Pure. */
export const formatCidr = ({ family, base, bits }: Cidr): string => `${formatAddress(family, base)}/${bits}`

/** The usual text of an address: IPv6 in lower case, its longest run of zero groups as `::`. Pure. */
export function formatAddress(family: IpFamily, value: bigint): string {
  if (family === 4) return [24n, 16n, 8n, 0n].map((shift) => (value >> shift) & 255n).join('.')
  const groups = Array.from({ length: 8 }, (_, index) =>
    ((value >> BigInt(16 * (7 - index))) & 0xffffn).toString(16),
  )
  let best = { at: 0, length: 0 }
  for (let at = 0; at < 8; at += 1) {
    let length = 0
    while (groups[at + length] === '0') length += 1
    if (length > best.length) best = { at, length }
  }
  if (best.length < 2) return groups.join(':')
  return `${groups.slice(0, best.at).join(':')}::${groups.slice(best.at + best.length).join(':')}`
}

/** Whether an address lies in a range. Pure. */
export const contains = (range: Cidr, address: { family: IpFamily; value: bigint }): boolean =>
  range.family === address.family && firstOf(address.value, range.family, range.bits) === range.base

/** Whether two ranges have an address in common. Pure. */
export function overlap(a: Cidr, b: Cidr): boolean {
  if (a.family !== b.family) return false
  const bits = Math.min(a.bits, b.bits)
  return firstOf(a.base, a.family, bits) === firstOf(b.base, b.family, bits)
}

/** The fewest ranges with exactly the same addresses, IPv4 first, ascending. Pure. */
export function mergeCidrs(ranges: readonly Cidr[]): Cidr[] {
  const sorted = [...ranges].sort((a, b) => a.family - b.family || compare(a.base, b.base) || a.bits - b.bits)
  const merged: Cidr[] = []
  for (const { family, base, bits } of sorted) {
    const last = merged.at(-1)
    if (last && contains(last, { family, value: base })) continue
    merged.push({ family, base, bits })
    joinSiblings(merged)
  }
  return merged
}

/** Replaces the last two ranges by the one that they fill together, as often as possible. */
function joinSiblings(ranges: Cidr[]): void {
  for (;;) {
    const [left, right] = ranges.slice(-2)
    if (!left || !right || left.family !== right.family || left.bits !== right.bits || left.bits === 0) return
    if (left.base + sizeOf(left) !== right.base) return
    const bits = left.bits - 1
    if (firstOf(left.base, left.family, bits) !== left.base) return
    ranges.splice(-2, 2, { family: left.family, base: left.base, bits })
  }
}

/** The addresses of `range` that are in none of `without`, in as few ranges as possible. Pure. */
export function subtractCidrs(range: Cidr, without: readonly Cidr[]): Cidr[] {
  const relevant = without.filter((each) => overlap(range, each))
  if (relevant.length === 0) return [{ family: range.family, base: range.base, bits: range.bits }]
  if (relevant.some(({ bits }) => bits <= range.bits)) return []
  const bits = range.bits + 1
  const half = { family: range.family, base: range.base, bits }
  const other = { ...half, base: range.base + sizeOf(half) }
  return [...subtractCidrs(half, relevant), ...subtractCidrs(other, relevant)]
}

const compare = (a: bigint, b: bigint) => (a < b ? -1 : a > b ? 1 : 0)

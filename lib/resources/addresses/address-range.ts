import { isIPv4 } from 'node:net'

/** Why a range of public addresses is refused; null when it is valid. */
export type RangeRefusal =
  | 'address_range'
  | 'address_range_base'
  | 'address_range_size'
  | 'address_range_private'

/** Ranges that are not routable on the internet, or not usable by a single machine. */
const unusable = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.168.0.0/16',
  '224.0.0.0/3',
]
/** At most 1,024 addresses at once. */
const prefixMin = 22

/** Checks `203.0.113.0/24` as a pool of public addresses. Pure. */
export function refuseRange(text: string): RangeRefusal | null {
  const parsed = parse(text)
  if (!parsed) return 'address_range'
  if (parsed.prefix < prefixMin) return 'address_range_size'
  if (parsed.first % parsed.size !== 0) return 'address_range_base'
  return unusable.some((each) => meets(parsed, parse(each))) ? 'address_range_private' : null
}

type Range = { first: number; size: number; prefix: number }

function parse(text: string): Range | null {
  const match = /^(\d{1,3}(?:\.\d{1,3}){3})\/(\d{1,2})$/.exec(text)
  const [, address = '', bits = ''] = match ?? []
  const prefix = Number(bits)
  if (!match || !isIPv4(address) || prefix > 32) return null
  const first = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0)
  return { first, size: 2 ** (32 - prefix), prefix }
}

function meets(a: Range, b: Range | null): boolean {
  return b !== null && a.first < b.first + b.size && b.first < a.first + a.size
}

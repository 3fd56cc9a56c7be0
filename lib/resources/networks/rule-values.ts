const portMax = 65_535

/** `443`, or `8000-8100`. */
export function isPorts(text: string): boolean {
  const match = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(text)
  if (!match) return false
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])]
  return first <= last && last <= portMax
}

/** The first and the last port of a text that `isPorts` accepts. Pure. */
export function firstAndLastPort(ports: string): [number, number] {
  const [first = '', last = first] = ports.split('-')
  return [Number(first), Number(last)]
}

/** An IPv4 address or an IPv4 range in CIDR notation: `203.0.113.0/24`. */
export function isSource(text: string): boolean {
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})(?:\/(\d{1,2}))?$/.exec(text)
  if (!match) return false
  const bytes = match.slice(1, 5).map(Number)
  const bits = Number(match[5] ?? 32)
  if (bytes.some((byte) => byte > 255) || bits > 32) return false
  const address = bytes.reduce((sum, byte) => sum * 256 + byte, 0)
  return address % 2 ** (32 - bits) === 0
}

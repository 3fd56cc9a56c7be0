const portMax = 65_535
const portsMax = 15

/** `443`, `8000-8100`, or several of both: `22,80,8000-8100`. Pure. */
export function isPorts(text: string): boolean {
  const parts = text.split(',')
  return parts.length <= portsMax && parts.every(isPortOrRange)
}

function isPortOrRange(text: string): boolean {
  const match = /^([1-9]\d{0,4})(?:-([1-9]\d{0,4}))?$/.exec(text)
  if (!match) return false
  const [first, last] = [Number(match[1]), Number(match[2] ?? match[1])]
  return first <= last && last <= portMax
}

/** The first and last port of each part of a text that `isPorts` accepts. Pure. */
export function portRanges(ports: string): [number, number][] {
  return ports.split(',').map((part) => {
    const [first = '', last = first] = part.split('-')
    return [Number(first), Number(last)]
  })
}

/** Whether these ports include this one; null means all ports. Pure. */
export const includesPort = (ports: string | null, port: number): boolean =>
  ports === null || portRanges(ports).some(([first, last]) => first <= port && port <= last)

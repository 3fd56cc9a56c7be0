import { isIPv4, isIPv6 } from 'node:net'

type Records = { name: string; type: string; contents: readonly string[] }

const hostName =
  /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)(\.[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?)*$/

/**
 * Why a DNS server would refuse a zone with these record sets, like PowerDNS does: invalid content, a name outside the
 * zone, or an alias next to other records. Null when it would accept them. Pure.
 */
export function refuseRecords(zone: string, records: readonly Records[]): string | null {
  for (const { name, type, contents } of records) {
    if (name !== zone && !name.endsWith(`.${zone}`)) return `RRset ${name} IN ${type}: Name is out of zone`
    if (!hostName.test(name)) return `RRset ${name} IN ${type}: invalid name`
    const wrong = contents.find((content) => !isContent(type, content))
    if (wrong !== undefined) return `Record ${name}/${type} '${wrong}': Parsing record content`
    if (type !== 'CNAME') continue
    if (contents.length > 1) return `RRset ${name} IN CNAME has more than one record`
    if (records.some((other) => other.name === name && other.type !== 'CNAME'))
      return `RRset ${name} IN CNAME: Conflicts with pre-existing RRset`
  }
  return null
}

function isContent(type: string, content: string): boolean {
  if (type === 'A') return isIPv4(content)
  if (type === 'AAAA') return isIPv6(content)
  return hostName.test(content)
}

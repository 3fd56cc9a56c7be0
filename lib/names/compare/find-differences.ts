import { isDeepStrictEqual } from 'node:util'
import type { Id } from '~/lib/kernel/ids'
import { isReverseZone } from '../labels'
import { recordKey } from '../plan/facts'
import type { RecordSet } from '../port/dns-server'
import { isOurs } from '../write/mark'

/** A row as far as a comparison needs it. */
export type ComparedRecord = {
  id: Id<'nameRecord'>
  zone: string
  name: string
  type: string
  contents: string[]
  revision: number
  appliedRevision: number
  unverified: boolean
}

export type Found = RecordSet & { zone: string }

export type Difference = {
  zone: string
  name: string
  type: string
  /**
   * `unexplained`: our mark and no row. `foreign`: in a zone of a project and without our mark. The others are about a
   * row.
   */
  kind: 'missing' | 'changed' | 'unexplained' | 'foreign'
  expected: string[]
  found: string[]
  row: Pick<ComparedRecord, 'id' | 'revision' | 'unverified'> | null
}

export type Judgement = {
  differences: Difference[]
  /** Restored rows that the DNS server matches. */
  confirmed: Id<'nameRecord'>[]
  /** Names and types that are being written: nothing is said about them. */
  unjudged: ReadonlySet<string>
}

/** Whether every zone has this record set, also an empty one. Pure. */
export const isOfZoneItself = ({ zone, name, type }: Pick<Found, 'zone' | 'name' | 'type'>) =>
  name === zone && (type === 'SOA' || type === 'NS')

/** Compares the rows with what the DNS server has. A row that is being written is not judged. Pure. */
export function findNameDifferences(
  rows: readonly ComparedRecord[],
  found: readonly Found[],
  { domain, installation }: { domain: string; installation: string },
): Judgement {
  const seen = new Map(found.map((set) => [recordKey(set), set]))
  const known = new Map(rows.map((row) => [recordKey(row), row]))
  const judgement = {
    differences: [] as Difference[],
    confirmed: [] as Id<'nameRecord'>[],
    unjudged: new Set<string>(),
  }
  for (const row of rows) {
    const { zone, name, type, contents, unverified } = row
    if (!unverified && row.appliedRevision < row.revision) {
      judgement.unjudged.add(recordKey(row))
      continue
    }
    const set = seen.get(recordKey(row))
    const isSame = set
      ? isOurs(set.mark, installation) && isDeepStrictEqual([...set.contents].sort(), [...contents].sort())
      : contents.length === 0
    if (isSame) {
      if (unverified) judgement.confirmed.push(row.id)
      continue
    }
    judgement.differences.push({
      zone,
      name,
      type,
      kind: set ? 'changed' : 'missing',
      expected: contents,
      found: [...(set?.contents ?? [])],
      row,
    })
  }
  for (const set of found) {
    const { zone, name, type, contents, mark } = set
    if (known.has(recordKey(set)) || isOfZoneItself(set)) continue
    const isOwn = isOurs(mark, installation)
    // The operator's own record sets in the zones that we share.
    if (!isOwn && (zone === domain || isReverseZone(zone))) continue
    const kind = isOwn ? 'unexplained' : 'foreign'
    judgement.differences.push({ zone, name, type, kind, expected: [], found: [...contents], row: null })
  }
  return judgement
}

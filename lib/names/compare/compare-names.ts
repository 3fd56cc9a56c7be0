import { isDeepStrictEqual } from 'node:util'
import { withSystem } from '~/db/client'
import { newId } from '~/lib/kernel/ids'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { isReverseZone, isWithin } from '../labels'
import { recordKey } from '../plan/facts'
import type { DnsServer } from '../port/dns-server'
import * as differences from '../queries/differences'
import { listNameZones } from '../queries/facts'
import { confirmRecords, listRecords, writeAgain } from '../queries/records'
import { saveComparedAt } from '../queries/service'
import type { Writing } from '../write/write-records'
import {
  type Difference,
  type Found,
  findNameDifferences,
  isOfZoneItself,
  type Judgement,
} from './find-differences'

const atOnce = 4

/**
 * Compares the rows with the DNS server. A record set that is missing or changed is written again, unless its row was
 * restored by a recovery that lost rows: then a person decides. A record set with our mark and no row is kept until an
 * operator removes it; it may serve a customer whose rows were lost. Only the holder of the lease compares, so nothing is
 * written meanwhile.
 *
 * @throws DnsError
 */
export async function compareNames(
  ctx: OpContext,
  { server, service, installation }: Writing,
): Promise<{ open: number }> {
  const { domain } = service
  const before = await withSystem(ctx, listRecords)
  const zones = (await server.listZones()).filter((zone) => isWithin(zone, domain) || isReverseZone(zone))
  const found = await listAll(server, zones)
  const after = await withSystem(ctx, listRecords)
  const earlier = new Map(before.map((row) => [row.id, row]))
  // A row that changed meanwhile is being written: it is not judged.
  const rows = after.map((row) =>
    isDeepStrictEqual(earlier.get(row.id), row) ? row : { ...row, unverified: false, appliedRevision: -1 },
  )
  const judged = new Set(rows.map(recordKey))
  for (const row of before)
    if (!judged.has(recordKey(row))) rows.push({ ...row, unverified: false, appliedRevision: -1 })
  const judgement = findNameDifferences(rows, found, { domain, installation })
  await save(ctx, judgement)
  await deleteEmptyZones(ctx, server, { domain, zones, found })
  return { open: judgement.differences.length }
}

async function listAll(server: DnsServer, zones: readonly string[]): Promise<Found[]> {
  const found: Found[] = []
  for (let start = 0; start < zones.length; start += atOnce)
    await Promise.all(
      zones.slice(start, start + atOnce).map(async (zone) => {
        for (const set of await server.listRecords(zone)) found.push({ ...set, zone })
      }),
    )
  return found
}

async function save(ctx: OpContext, { differences: all, confirmed, unjudged }: Judgement): Promise<void> {
  await withSystem(ctx, async (tx) => {
    const open = new Map((await differences.listOpenDifferences(tx)).map((row) => [recordKey(row), row]))
    const seen = { seenAt: ctx.now }
    await differences.insertDifferences(
      tx,
      all
        .filter((difference) => !open.has(recordKey(difference)))
        .map(({ row, ...difference }) => ({
          ...difference,
          ...seen,
          id: newId('nameDifference', ctx.now.getTime()),
          state: row?.unverified ? ('held' as const) : ('open' as const),
          firstSeenAt: ctx.now,
        })),
    )
    for (const { row, ...difference } of all) {
      const known = open.get(recordKey(difference))
      if (known) await differences.updateDifference(tx, known.id, { ...seen, ...factsOf(difference) })
    }
    const stillThere = new Set(all.map(recordKey))
    await differences.endDifferences(
      tx,
      [...open].flatMap(([key, { id }]) => (stillThere.has(key) || unjudged.has(key) ? [] : [id])),
      ctx.now,
    )
    await confirmRecords(tx, confirmed)
    const due = all.flatMap(({ row }) => (row && !row.unverified ? [row] : []))
    if (due.length > 0) log.warn({ records: due.length }, 'names differ in the DNS server: written again')
    await writeAgain(tx, due)
    await saveComparedAt(tx, ctx.now)
  })
}

const factsOf = ({ kind, expected, found }: Omit<Difference, 'row'>) => ({ kind, expected, found })

/** Deletes the zones of projects that have no name any more, unless something of another's is in them. */
async function deleteEmptyZones(
  ctx: OpContext,
  server: DnsServer,
  { domain, zones, found }: { domain: string; zones: readonly string[]; found: readonly Found[] },
): Promise<void> {
  const { labels, rows } = await withSystem(ctx, async (tx) => ({
    labels: await listNameZones(tx),
    rows: await listRecords(tx),
  }))
  const own = new Set(labels.map(({ label }) => `${label}.${domain}`))
  const used = new Set([
    ...rows.flatMap(({ zone, name }) => [zone, name]),
    ...found.filter((set) => !isOfZoneItself(set)).map(({ zone }) => zone),
  ])
  for (const zone of zones) if (own.has(zone) && !used.has(zone)) await server.deleteZone(zone)
}

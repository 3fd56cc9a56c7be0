import { withSystem } from '~/db/client'
import { groupedBy } from '~/lib/kernel/grouped-by'
import { log } from '~/lib/kernel/log'
import type { OpContext } from '~/lib/kernel/op-context'
import { isReverseZone } from '../labels'
import { DnsError, type DnsServer, type RecordSet } from '../port/dns-server'
import { listRecordsToWrite, markWritten, type NameRecord, recordWriteFailure } from '../queries/records'
import { findOtherHolder } from './find-other-holder'
import { isOurs, markOf } from './mark'
import { ttlOf } from './ttl'

/** Record sets of one call: all are refused when one is invalid. */
const perCall = 100
const perTurn = 1_000
const pauseSeconds = { unreachable: 4, denied: 15, rejected: 60, no_zone: 4, foreign: 60 } as const

export type Writing = {
  server: DnsServer
  service: { domain: string; nameServers: readonly string[] }
  installation: string
  /** Extends the lease; false when another worker has it now. */
  keepLease(): Promise<boolean>
}

/**
 * Writes what the rows ask for, removals first. A failure is recorded in its rows, which are tried again after a pause.
 * A write that another worker repeats does no harm.
 *
 * @throws DnsError `unreachable`, `denied`: the other record sets would fail too
 */
export async function writeRecords(ctx: OpContext, writing: Writing): Promise<number> {
  const due = await withSystem(ctx, (tx) => listRecordsToWrite(tx, perTurn))
  const removals = due.filter(({ contents }) => contents.length === 0)
  const written = due.filter(({ contents }) => contents.length > 0)
  for (const records of [removals, written])
    for (const [zone, all] of groupedBy(records, (record) => record.zone))
      for (let start = 0; start < all.length; start += perCall) {
        if (!(await writing.keepLease())) return due.length
        await writeZone(ctx, writing, zone, all.slice(start, start + perCall))
      }
  return due.length
}

async function writeZone(
  ctx: OpContext,
  writing: Writing,
  zone: string,
  records: readonly NameRecord[],
): Promise<void> {
  const ours = await withoutForeign(ctx, writing, zone, records)
  if (ours.length === 0) return
  try {
    await replace(writing, zone, ours)
    await withSystem(ctx, (tx) => markWritten(tx, ours))
  } catch (error) {
    if (!(error instanceof DnsError)) throw error
    // One of them is wrong: the others follow by themselves.
    if (error.code === 'rejected' && ours.length > 1) {
      for (const record of ours) await writeZone(ctx, writing, zone, [record])
      return
    }
    log.warn({ zone, err: error }, 'names could not be written')
    const { code, text } = error
    await withSystem(ctx, (tx) =>
      recordWriteFailure(tx, ours, { code, text, pauseSeconds: pauseSeconds[code] }),
    )
    if (code === 'unreachable' || code === 'denied') throw error
  }
}

async function replace(writing: Writing, zone: string, records: readonly NameRecord[]): Promise<void> {
  const { server, service, installation } = writing
  const sets = records.map(
    ({ name, type, contents, organisationId }): RecordSet => ({
      name,
      type,
      contents,
      ttl: ttlOf(type),
      mark: markOf(installation, organisationId),
    }),
  )
  const isRemoval = sets.every(({ contents }) => contents.length === 0)
  try {
    await server.replaceRecords(zone, sets)
  } catch (error) {
    if (!(error instanceof DnsError)) throw error
    if (error.code === 'rejected' && sets.length === 1 && !isShared(writing, zone)) {
      await replaceOtherTypes(server, zone, sets, error)
      return
    }
    if (error.code !== 'no_zone') throw error
    // A zone that does not exist has no record sets.
    if (isRemoval) return
    await server.ensureZone(zone, service.nameServers)
    await server.replaceRecords(zone, sets)
  }
}

/** Replaces record sets of other types that conflict with this one: only the project uses its zone. */
async function replaceOtherTypes(
  server: DnsServer,
  zone: string,
  sets: readonly RecordSet[],
  refusal: DnsError,
): Promise<void> {
  const [set] = sets
  const beside = (await server.listRecords(zone, set?.name)).filter(({ type }) => type !== set?.type)
  if (set?.type !== 'CNAME' && !beside.some(({ type }) => type === 'CNAME')) throw refusal
  await server.replaceRecords(zone, [...beside.map((each) => ({ ...each, contents: [] })), ...sets])
}

const isShared = ({ service }: Writing, zone: string) => zone === service.domain || isReverseZone(zone)

/**
 * The zone of the domain and the zones of reverse names may hold record sets of the operator's: one without our mark is
 * neither replaced nor removed. A project's zone is ours alone, unless the operator already uses its name.
 */
async function withoutForeign(
  ctx: OpContext,
  writing: Writing,
  zone: string,
  records: readonly NameRecord[],
): Promise<readonly NameRecord[]> {
  if (!isShared(writing, zone)) {
    const other = await findOtherHolder(writing, zone)
    if (!other) return records
    for (const record of records) await leaveForeign(ctx, record, other)
    return []
  }
  const { server, service, installation } = writing
  const found = records.length > 5 ? await server.listRecords(zone) : null
  const ours: NameRecord[] = []
  for (const record of records) {
    const sets = (found ?? (await server.listRecords(zone, record.name))).filter(
      ({ name, type }) => name === record.name && type === record.type,
    )
    const foreign =
      sets.find(({ mark }) => !isOurs(mark, installation)) ??
      // The delegation of a project: its zone would hide what the operator has there.
      (record.zone === service.domain ? await findOtherHolder(writing, record.name) : null)
    if (foreign) await leaveForeign(ctx, record, foreign)
    else ours.push(record)
  }
  return ours
}

async function leaveForeign(ctx: OpContext, record: NameRecord, foreign: RecordSet): Promise<void> {
  await withSystem(ctx, (tx) =>
    record.contents.length === 0
      ? // It is not ours, so there is nothing to remove.
        markWritten(tx, [record])
      : recordWriteFailure(tx, [record], {
          code: 'foreign',
          text: foreign.contents.join(', '),
          pauseSeconds: pauseSeconds.foreign,
        }),
  )
}

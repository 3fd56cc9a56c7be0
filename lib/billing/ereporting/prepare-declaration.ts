import { createHash } from 'node:crypto'
import type { Tx } from '~/db/client'
import type { DeclarationKind } from '~/db/schema/billing/ereporting'
import { type Id, newId } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { addDays } from '~/lib/kernel/time/calendar-day'
import { addSeconds } from '~/lib/kernel/time/clock'
import { startOfParisDay } from '~/lib/kernel/time/paris-day'
import { doubtAfterLoss } from '~/lib/recovery'
import { decodeWithoutLines } from '../invoices/document-codec'
import type { SellerFacts } from '../queries/subjects'
import { type Declared, type DeclaredItem, declarePayments, declareTransactions } from './declared'
import { disjointPeriod, dueDay, type ReportPeriod } from './periods'
import {
  type DeclarationFacts,
  hasAcceptedRevision,
  insertDeclaration,
  listIssued,
  listLastRevisions,
  listNewDays,
  listPaid,
} from './queries/declarations'
import type { EreportingSettings } from './settings'
import { writeReport } from './write-report'

/** Data added later than this, such as a statement imported months afterwards, is reported by staff. */
const automaticWithinDays = 100

/** What a declaration of the period would contain now. */
export type Draft = ReportPeriod & {
  kind: DeclarationKind
  dueOn: string
  items: DeclaredItem[]
  declared: Declared
  sourcesSha256: string
  /** The last declaration of the period. */
  last: DeclarationFacts | null
}

/**
 * Drafts of every period with recently added data, including declared periods that did not change. Empty periods are
 * left out unless they were declared before.
 */
export async function draftPeriods(
  tx: Tx,
  ctx: OpContext,
  settings: EreportingSettings,
  kind: DeclarationKind,
): Promise<Draft[]> {
  const { sellingEntityId, regime, startsOn: since } = settings
  const knownSince = addSeconds(ctx.now, -automaticWithinDays * 86_400)
  const last = await listLastRevisions(tx, sellingEntityId, kind)
  const declared = last.map(({ fromOn, toOn }) => ({ from: fromOn, to: toOn }))
  const days = await listNewDays(tx, { sellingEntityId, kind, since, knownSince })
  const periods = new Map<string, ReportPeriod>()
  for (const day of days) {
    const period = disjointPeriod(kind, regime, day, declared)
    periods.set(period.from, period)
  }
  const drafts: Draft[] = []
  for (const period of periods.values()) {
    const composed = await composePeriod(tx, settings, kind, period)
    const before = last.find(({ fromOn }) => fromOn === period.from) ?? null
    if (composed.items.length === 0 && !before) continue
    const dueOn = before?.dueOn ?? dueDay(kind, regime, period.to)
    drafts.push({ ...period, kind, dueOn, ...composed, last: before })
  }
  return drafts
}

async function composePeriod(
  tx: Tx,
  { sellingEntityId, startsOn: since }: EreportingSettings,
  kind: DeclarationKind,
  { from, to }: ReportPeriod,
): Promise<Pick<Draft, 'items' | 'declared' | 'sourcesSha256'>> {
  const window = { sellingEntityId, since, from, to }
  const composed =
    kind === 'transactions'
      ? declareTransactions(
          (await listIssued(tx, window)).map(({ content, ...row }) => ({
            ...row,
            document: decodeWithoutLines(content),
          })),
        )
      : declarePayments(
          (await listPaid(tx, window)).map(({ content, cents, beforeCents, ...row }) => ({
            ...row,
            cents: BigInt(cents),
            beforeCents: BigInt(beforeCents),
            document: decodeWithoutLines(content),
          })),
        )
  const sources = composed.items
    .map((item) => [item.sourceId, item.flow, item.netCents, item.vatCents, item.paidCents].join(' '))
    .sort()
  return { ...composed, sourcesSha256: createHash('sha256').update(sources.join('\n')).digest('hex') }
}

/**
 * Inserts the draft as the next revision of its period, due at once. One of a period that ended before rows were lost may have
 * been declared: it waits for two people. In the caller's transaction, under its lock.
 */
export async function insertRevision(
  tx: Tx,
  ctx: OpContext,
  {
    draft,
    seller,
    settings,
    platform,
    staffId,
  }: {
    draft: Draft
    seller: SellerFacts
    settings: EreportingSettings
    platform: string
    staffId: Id<'staff'> | null
  },
): Promise<{ id: Id<'declaration'>; number: string; type: 'IN' | 'RE' }> {
  const { kind, from, to, dueOn, items, declared, sourcesSha256, last } = draft
  const { sellingEntityId, platformCode } = settings
  const revision = (last?.revision ?? 0) + 1
  const isKnown = await hasAcceptedRevision(tx, { sellingEntityId, kind, fromOn: from })
  const type = isKnown ? 'RE' : 'IN'
  const letter = kind === 'transactions' ? 'T' : 'P'
  const number = `${seller.entity.siren}-${letter}-${from.replaceAll('-', '')}-${revision}`
  const content = Buffer.from(
    writeReport(
      {
        number,
        type,
        createdAt: ctx.now,
        platform: { code: platformCode, name: platform },
        seller: { siren: seller.entity.siren, name: seller.entity.legalName },
        period: { from, to },
      },
      declared,
    ),
  )
  const sum = (of: (item: DeclaredItem) => bigint) => items.reduce((total, item) => total + of(item), 0n)
  const id = newId('declaration', ctx.now.getTime())
  await insertDeclaration(
    tx,
    {
      id,
      sellingEntityId,
      kind,
      fromOn: from,
      toOn: to,
      dueOn,
      revision,
      type,
      number,
      items: items.length,
      netCents: sum(({ netCents }) => netCents),
      vatCents: sum(({ vatCents }) => vatCents),
      paidCents: sum(({ paidCents }) => paidCents),
      content,
      sha256: createHash('sha256').update(content).digest('hex'),
      sourcesSha256,
      state: 'waiting',
      nextAttemptAt: ctx.now,
      createdAt: ctx.now,
      createdByStaffId: staffId,
    },
    items,
  )
  await doubtAfterLoss(tx, startOfParisDay(addDays(to, 1)), [{ kind: 'declaration', subject: id }])
  return { id, number, type }
}

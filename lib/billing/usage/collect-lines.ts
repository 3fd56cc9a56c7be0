import type { Tx } from '~/db/client'
import type { Id } from '~/lib/kernel/ids'
import { amountCents } from '~/lib/kernel/money'
import { type Month, monthOf } from '~/lib/kernel/time/paris-month'
import type { LineDraft } from '../invoices/compose-invoices'
import { lineWords } from '../invoices/line-words'
import { collectTraffic } from './collect-traffic'
import { type BilledLine, type LateLine, lateUsage } from './late-usage'
import {
  type MonthFacts,
  placeDraft,
  readMonthFacts,
  referencesDraft,
  resourceDraft,
  toInterval,
  usageDraft,
} from './month-facts'
import * as usage from './queries/usage'
import { type BillableInterval, type MonthLine, rateMonth } from './rate-month'

type Wanted = {
  organisationId: Id<'organisation'>
  period: string
  /** Usage counts up to this instant; the end of a finished month. */
  until: Date
  language: 'fr' | 'en'
}

/**
 * Everything an organisation owes for a month before deductions: its usage, usage of closed months recorded since they
 * were closed, and exit fees of commitments. In invoice order.
 */
export async function collectLines(
  tx: Tx,
  wanted: Wanted,
): Promise<{ lines: LineDraft[]; rated: MonthLine[]; facts: MonthFacts; intervals: BillableInterval[] }> {
  const { organisationId, period, until, language } = wanted
  const month = monthOf(period)
  // Independent queries run at once: in a run, other organisations are rated on this thread in the meantime.
  const [rows, facts] = await Promise.all([
    usage.listUsage(tx, organisationId, { from: month.from, to: until }),
    readMonthFacts(tx, organisationId),
  ])
  const otherLines = Promise.all([
    collectTraffic(tx, wanted, facts),
    lateDrafts(tx, wanted, facts),
    exitDrafts(tx, wanted, month, facts),
  ])
  // The await below gets its failure; until then the rejection must not be unhandled.
  otherLines.catch(() => undefined)
  const intervals = rows.map(toInterval)
  const rated = rateMonth(intervals, month, until)
  const lines = rated.map((line) => ({
    ...usageDraft(line, facts, language),
    bound: `${period} ${period} ${line.key}`,
  }))
  return {
    rated,
    facts,
    intervals,
    lines: [...inPlace(lines), ...(await otherLines).flat()],
  }
}

/** By project, then by label. */
function inPlace(lines: readonly LineDraft[]): LineDraft[] {
  return lines
    .map((line) => ({
      line,
      place: `${line.projectName} ${line.detail} ${line.resourceId} ${line.label} ${line.bound}`,
    }))
    .sort((a, b) => (a.place < b.place ? -1 : 1))
    .map(({ line }) => line)
}

async function lateDrafts(tx: Tx, wanted: Wanted, facts: MonthFacts): Promise<LineDraft[]> {
  const drafts: LineDraft[] = []
  for (const { period, resourceIds } of await usage.listLateResources(tx, wanted.organisationId)) {
    if (period >= wanted.period) continue
    const month = monthOf(period)
    const intervals = await usage.listUsage(tx, wanted.organisationId, month, resourceIds)
    const billed = await usage.listBilledLines(tx, wanted.organisationId, period, resourceIds)
    const late = lateUsage(rateMonth(intervals.map(toInterval), month, month.to), billed.map(toLine))
    drafts.push(...late.map((each) => lateDraft(each, period, wanted, facts)))
  }
  return drafts
}

function toLine(row: usage.BilledLineRow): BilledLine {
  const { startedAt, endedAt, ...rest } = toInterval({
    ...row,
    costReferences: {},
    priceVersionId: 'prv_',
  })
  return {
    ...rest,
    key: row.key,
    from: startedAt,
    to: endedAt ?? startedAt,
    usedSeconds: BigInt(row.usedSeconds),
    billedSeconds: BigInt(row.billedSeconds),
    cents: BigInt(row.cents),
    creditedCents: BigInt(row.creditedCents),
  }
}

function lateDraft(late: LateLine, period: string, wanted: Wanted, facts: MonthFacts): LineDraft {
  const { line, cents, usedSeconds, billedSeconds } = late
  const named = resourceDraft(line, facts, wanted.language)
  // Time at a price, when the difference equals it; rounding of the total may have moved it by a cent.
  const isMeasured =
    billedSeconds > 0n && usedSeconds >= 0n && amountCents(line.microCentsPerHour, billedSeconds) === cents
  return {
    ...placeDraft(line.projectId, facts),
    ...named,
    label: lineWords[wanted.language].late(named.label, period),
    ...referencesDraft(line.costReferences),
    period: { from: line.from.toISOString(), to: line.to.toISOString() },
    ...(isMeasured && { usedSeconds, billedSeconds, microCentsPerHour: line.microCentsPerHour }),
    kind: 'late_usage',
    netCents: cents,
    bound: `${period} ${wanted.period} ${line.key}`,
  }
}

async function exitDrafts(tx: Tx, wanted: Wanted, month: Month, facts: MonthFacts): Promise<LineDraft[]> {
  const exits = await usage.listOwedExits(tx, wanted.organisationId, month.to)
  return exits.map(({ id, name, projectId, owedAt, cents }) => ({
    ...placeDraft(projectId, facts),
    label: lineWords[wanted.language].commitmentExit(name),
    period: { from: owedAt.toISOString(), to: new Date(owedAt.getTime() + 1_000).toISOString() },
    kind: 'commitment_exit',
    netCents: BigInt(cents),
    bound: id,
  }))
}

import type { Tx } from '~/db/client'
import { readingOf } from '~/db/replica'
import { authorize } from '~/lib/identity'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { monthOf, periodAfter, periodOf } from '~/lib/kernel/time/paris-month'
import { costMoment } from '~/lib/usage'
import type { LineDraft } from '../invoices/compose-invoices'
import type { CostBy, CostsView } from '../invoices/views'
import { collectLines } from './collect-lines'
import { collectUnbilledMonth } from './collect-unbilled-month'
import { type CostCell, costHistory } from './cost-history'
import { listTagKeys, meterName, partKeyOf, partOf } from './cost-parts'
import { type Band, bandOf, forecastLines, type Trial } from './forecast-month'
import { readForecastTrials, trialsByPart } from './forecast-trials'
import { monthsUpTo } from './months-up-to'
import { listCostHistory } from './queries/usage'

/** Limited by distinguishable colours. */
const partsShown = 5
/** Key of the trials of everything together. */
const whole = '*'

type Grouping = { by: CostBy; tagKey?: string | undefined }
type Row = { label: string; cents: bigint; beforeCents: bigint; forecastCents: bigint }

/**
 * This month's cost to date and forecast, by part, with the net invoiced amounts of the eleven months before, without
 * VAT. The cost to date is `monthToDateCents` to the cent; exit fees and late usage of closed months, which the same
 * invoice will have, are added to their parts and shown apart. The parts add up to the total to the cent, used and forecast; their bands do not, because not all parts err at
 * once.
 */
export async function readCosts(ctx: OpContext, input: Grouping): Promise<CostsView> {
  const organisationId = authorize(ctx, 'billing:view')
  const reading = readingOf(ctx)
  const costs = await reading.read((tx, at) => costsAt(tx, { ...ctx, now: at }, organisationId, input))
  return { ...costs, asOf: reading.asOf()?.toISOString() ?? null }
}

async function costsAt(
  tx: Tx,
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  { by, tagKey }: Grouping,
): Promise<Omit<CostsView, 'asOf'>> {
  const period = periodOf(ctx.now)
  const before = periodAfter(period, -1)
  const month = monthOf(period)
  const periods = monthsUpTo(period)
  const moment = costMoment(ctx.now)
  const wanted = { organisationId, period, until: moment, language: ctx.locale }
  const issuedMonths = { from: periods[0] ?? before, before: period }
  // The database sums the year while this process rates the month; only the tag selection needs the names first.
  const [{ lines, facts, intervals }, tried, early] = await Promise.all([
    collectLines(tx, wanted),
    readForecastTrials(tx, ctx, organisationId, by),
    by === 'tag' ? null : listCostHistory(tx, organisationId, issuedMonths, { by, tagKey: '' }),
  ])
  const tagKeys = listTagKeys(facts)
  const grouping = { by, tagKey: tagKeys.find((key) => key === tagKey) ?? tagKeys[0] ?? '' }
  const issued = early ?? (await listCostHistory(tx, organisationId, issuedMonths, grouping))
  const unbilled = await collectUnbilledMonth(tx, organisationId, before, ctx.locale)
  const cells: CostCell[] = [
    ...issued.map((each) => ({
      ...each,
      label: by === 'meter' ? meterName(each.key, ctx.locale) : each.label,
      cents: BigInt(each.cents),
    })),
    ...lines.map((line) => ({
      ...partOf(line, grouping, facts, ctx.locale),
      period,
      cents: line.netCents,
    })),
    ...(unbilled?.lines ?? []).map((line) => ({
      ...partOf(line, grouping, unbilled?.facts ?? facts, ctx.locale),
      period: before,
      cents: line.netCents,
    })),
  ]
  const keyOf = partKeyOf(grouping, facts)
  const foreseen: CostCell[] = [
    ...forecastLines(intervals, month, moment).map((line) => ({
      period,
      key: keyOf(line),
      label: '',
      cents: line.cents,
    })),
    // Amounts that do not depend on running time stay as they are: late usage of closed months, exit fees, metered
    // quantities.
    ...lines
      .filter(({ kind, usedSeconds }) => kind !== 'usage' || usedSeconds === undefined)
      .map((line) => ({ ...partOf(line, grouping, facts, ctx.locale), period, cents: line.netCents })),
  ]
  const rows = rowsOf(cells, foreseen, period, before)
  const trials = trialsByPart(tried, whole, keyOf)
  const total = (of: 'cents' | 'forecastCents') => [...rows.values()].reduce((sum, row) => sum + row[of], 0n)
  const { series, bars } = costHistory(cells, periods, partsShown)
  return {
    period,
    before,
    isBeforeBilled: !unbilled?.lines.length,
    shareOfMonth: shareOf(ctx.now, month),
    tagKeys,
    tagKey: grouping.tagKey,
    ...toDateOf(lines),
    forecast: {
      ...forecastView(total('forecastCents'), total('cents'), trials.get(whole)),
      trialMonths: trials.get(whole)?.length ?? 0,
    },
    series,
    months: bars.map((bar) => ({
      period: bar.period,
      cents: bar.cents.toString(),
      parts: bar.parts.map((part) => ({ key: part.key, cents: part.cents.toString() })),
    })),
    rows: [...rows]
      .map(([key, row]) => ({
        key,
        label: row.label,
        cents: row.cents.toString(),
        beforeCents: row.beforeCents.toString(),
        ...forecastView(row.forecastCents, row.cents, trials.get(key)),
      }))
      .sort((a, b) => Number(BigInt(b.cents) - BigInt(a.cents)) || (a.label < b.label ? -1 : 1)),
  }
}

/** The usage of this month, and what else its invoice would have. Pure. */
function toDateOf(lines: readonly LineDraft[]): Pick<CostsView, 'toDateCents' | 'otherCents'> {
  const sum = (isWanted: (line: LineDraft) => boolean) =>
    lines.filter(isWanted).reduce((cents, line) => cents + line.netCents, 0n)
  return {
    toDateCents: sum(({ kind }) => kind === 'usage').toString(),
    otherCents: sum(({ kind }) => kind !== 'usage').toString(),
  }
}

/** Each part with its cost in both months and its forecast. */
function rowsOf(
  cells: readonly CostCell[],
  foreseen: readonly CostCell[],
  period: string,
  before: string,
): Map<string, Row> {
  const rows = new Map<string, Row>()
  const rowOf = ({ key, label }: CostCell): Row => {
    const row = rows.get(key) ?? { label, cents: 0n, beforeCents: 0n, forecastCents: 0n }
    rows.set(key, row)
    return row
  }
  for (const cell of cells)
    if (cell.period === period) rowOf(cell).cents += cell.cents
    else if (cell.period === before) rowOf(cell).beforeCents += cell.cents
  for (const cell of foreseen) rowOf(cell).forecastCents += cell.cents
  return rows
}

function forecastView(forecastCents: bigint, usedCents: bigint, trials: readonly Trial[] = []) {
  const band: Band | null = bandOf(forecastCents, usedCents, trials)
  return {
    forecastCents: forecastCents.toString(),
    lowCents: band ? band.lowCents.toString() : null,
    highCents: band ? band.highCents.toString() : null,
  }
}

function shareOf(now: Date, { from, to }: { from: Date; to: Date }): number {
  return (now.getTime() - from.getTime()) / (to.getTime() - from.getTime())
}

import { type Block, type PrintedDocument, printDocument } from '~/lib/documents'
import { formatMoney, formatMonth, formatTimestamp } from '~/lib/kernel/text/format'
import type { Locale } from '~/lib/kernel/text/locale'
import { formatPpm } from '../client'
import type { MonthChoice } from '../dashboard/choose-month'
import { toLevel } from '../dashboard/to-level'
import type { TouchedView } from '../dashboard/views'
import type { ResourceMonth } from '../evidence/resource-month'
import { stretchesOf } from '../evidence/stretches'
import { formatExact } from '../format-exact'
import { reportWords } from './report-words'

export type Report = {
  customer: string
  month: MonthChoice
  resources: readonly ResourceMonth[]
  incidents: readonly TouchedView[]
  /** Credit for the month, without VAT. */
  creditCents: bigint
  now: Date
  /** The instant of the data, where they come from a replica. */
  asOf: Date | null
  locale: Locale
}

/** The month as a tagged archival PDF. The same report gives the same bytes. */
export async function printReport(report: Report): Promise<Uint8Array<ArrayBuffer>> {
  const { customer, month, resources, creditCents, now, asOf, locale } = report
  const words = reportWords[locale]
  const versions = [...new Set(resources.map(({ contract }) => contract.version))]
  const document: PrintedDocument = {
    title: words.title(formatMonth(month.period, locale)),
    language: locale,
    author: 'Andromède',
    issuedAt: now,
    kind: words.kind,
    blocks: [
      {
        type: 'facts',
        facts: [
          { term: words.customer, value: customer },
          { term: words.month, value: formatMonth(month.period, locale) },
          ...(versions.length > 0 ? [{ term: words.contract, value: versions.join(', ') }] : []),
          {
            term: words.state,
            value: month.isRunning ? words.running(formatTimestamp(now, locale)) : words.complete,
          },
          ...(asOf ? [{ term: words.asOf, value: formatTimestamp(asOf, locale) }] : []),
          { term: words.credits, value: formatMoney(creditCents, locale) },
        ],
      },
      { type: 'heading', text: words.resources },
      ...resourceBlocks(report),
      { type: 'heading', text: words.outages },
      ...outageBlocks(report),
      { type: 'heading', text: words.exclusions },
      ...exclusionBlocks(report),
      ...incidentBlocks(report),
      { type: 'heading', text: words.formula },
      ...words.definitions.map((text): Block => ({ type: 'text', text, look: 'small' })),
      { type: 'text', text: words.instants, look: 'small' },
    ],
    footer: `${words.kind} · ${customer}`,
    pageOf: words.pageOf,
  }
  return new Uint8Array(await printDocument(document))
}

/** A table with right-aligned columns from `numericFrom` on; a sentence when it has no rows. */
function table(
  summary: string,
  headers: readonly string[],
  shares: readonly number[],
  numericFrom: number,
  rows: readonly (readonly string[])[],
  empty: string,
): Block[] {
  if (rows.length === 0) return [{ type: 'text', text: empty }]
  const columns = headers.map((header, index) => ({
    header,
    share: shares[index] ?? 1,
    ...(index >= numericFrom && { align: 'right' as const }),
  }))
  return [{ type: 'table', table: { summary, columns, rows } }]
}

function resourceBlocks({ resources, month, locale }: Report): Block[] {
  const words = reportWords[locale]
  const rows = resources.map((each) => {
    const level = toLevel(each, month)
    const { availabilityPpm, objectivePpm, state } = level
    const measured =
      availabilityPpm === null ? words.unknown : formatPpm(availabilityPpm, locale, objectivePpm)
    return [
      level.name,
      `${level.project.name}, ${level.zone.code}`,
      objectivePpm === null ? words.notPromised : formatPpm(objectivePpm, locale),
      state === 'breached' ? `${measured} (${words.breached})` : measured,
      formatExact(level.downMs, locale),
      formatExact(level.unknownMs, locale),
      formatExact(level.excludedMs, locale),
    ]
  })
  return table(
    words.resources,
    words.resourceColumns,
    [24, 18, 11, 15, 19, 14, 14],
    2,
    rows,
    words.noResource,
  )
}

function outageBlocks({ resources, locale }: Report): Block[] {
  const words = reportWords[locale]
  const at = (ms: number) => formatTimestamp(new Date(ms), locale)
  const rows = resources.flatMap(({ subject, sight, window, exclusions }) =>
    stretchesOf(sight.transitions, window, exclusions)
      .filter(({ state }) => state === 'down')
      .map(({ from, to }) => [subject.name, at(from), at(to), formatExact(to - from, locale)]),
  )
  return table(words.outages, words.outageColumns, [30, 25, 25, 20], 3, rows, words.noOutage)
}

function exclusionBlocks({ resources, locale }: Report): Block[] {
  const words = reportWords[locale]
  const at = (ms: number) => formatTimestamp(new Date(ms), locale)
  const rows = resources.flatMap(({ subject, exclusions }) =>
    exclusions.map(({ from, to, rule }) => [
      subject.name,
      words.rules[rule],
      at(from),
      at(to),
      formatExact(to - from, locale),
    ]),
  )
  return table(words.exclusions, words.exclusionColumns, [24, 22, 22, 22, 18], 4, rows, words.noExclusion)
}

function incidentBlocks({ incidents, locale }: Report): Block[] {
  const words = reportWords[locale]
  const at = (instant: string) => formatTimestamp(new Date(instant), locale)
  if (incidents.length === 0) return []
  const rows = incidents.map(({ number, title, resources, from, to }) => [
    `${number} · ${title[locale]}`,
    resources.map(({ name }) => name).join(', '),
    at(from),
    to === null ? words.ongoing : at(to),
  ])
  return [
    { type: 'heading', text: words.incidents },
    ...table(words.incidents, words.incidentColumns, [32, 24, 23, 23], 4, rows, ''),
  ]
}

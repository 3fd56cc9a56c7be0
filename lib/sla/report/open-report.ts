import { Readable } from 'node:stream'
import { readingOf } from '~/db/replica'
import { printInTurn } from '~/lib/documents'
import { authorize, limitPrints, may } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { csvLine } from '~/lib/kernel/text/csv'
import { listAssessedPrices } from '../credits/queries/assessments'
import { type MonthChoice, monthsUntil } from '../dashboard/choose-month'
import { readIncidentsOf } from '../dashboard/read-touched'
import type { ReportInput } from '../dashboard/schema'
import { readNames, readResourceMonths, withNames } from '../evidence/read-resource-months'
import { listSubjects } from '../measuring/list-subjects'
import { readAvailability } from '../measuring/read-availability'
import { listCreditsOf } from '../queries/resource-events'
import { findLegalName } from '../queries/resource-names'
import { asOfRows, definitionRows, evidenceColumns, evidenceRows } from './evidence-rows'
import { printReport } from './print-report'
import { reportWords } from './report-words'

export type ReportFile = {
  fileName: string
  mediaType: string
  body: Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array>
}

/** Resources read per short transaction, which bounds the memory of a file of any length. */
const resourcesPerBatch = 200

/**
 * A month as a file: the report for reading and archiving, or the evidence to recompute it.
 *
 * @throws DomainError `forbidden`; `not_found` for a month that is not selectable; `rate_limited`
 */
export async function openReport(
  ctx: OpContext,
  { format, month: period }: ReportInput,
): Promise<ReportFile> {
  const organisationId = authorize(ctx, 'instance:read')
  const month = monthsUntil(ctx.now).find((each) => each.period === period)
  if (!month) throw new DomainError('not_found')
  const words = reportWords[ctx.locale]
  if (format === 'pdf') {
    await limitPrints(ctx)
    return {
      fileName: `${words.reportFile}-${period}.pdf`,
      mediaType: 'application/pdf',
      body: await printInTurn(() => readReport(ctx, organisationId, month)),
    }
  }
  return {
    fileName: `${words.evidenceFile}-${period}.csv`,
    mediaType: 'text/csv; charset=utf-8',
    body: Readable.toWeb(
      Readable.from(writeEvidence(ctx, organisationId, month), { highWaterMark: 1 }),
    ) as ReadableStream<Uint8Array>,
  }
}

/** A month is read where it has begun, and where its last second is once it has ended. */
const readingOfMonth = (ctx: OpContext, { isRunning, from, to }: MonthChoice) =>
  readingOf(ctx, { atLeast: new Date(isRunning ? from : to) })

async function readReport(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  month: MonthChoice,
): Promise<Uint8Array<ArrayBuffer>> {
  const reading = readingOfMonth(ctx, month)
  const report = await reading.read(async (tx, now) => {
    const resources = await readResourceMonths(tx, organisationId, month, now)
    const subjects = resources.map(({ subject }) => subject)
    const ids = subjects.map(({ id }) => id)
    const credits = await listCreditsOf(tx, ids, { fromPeriod: month.period, toPeriod: month.period })
    return {
      now,
      customer: await findLegalName(tx, organisationId),
      resources,
      incidents: await readIncidentsOf(tx, subjects, month),
      creditCents: credits.reduce((sum, { cents }) => sum + cents, 0n),
    }
  })
  return printReport({ ...report, month, asOf: reading.asOf(), locale: ctx.locale })
}

async function* writeEvidence(
  ctx: OpContext,
  organisationId: Id<'organisation'>,
  month: MonthChoice,
): AsyncGenerator<Buffer> {
  const { definitions } = reportWords[ctx.locale]
  const reading = readingOfMonth(ctx, month)
  // Each resource is measured until the same instant.
  const { subjects, nameOf, now } = await reading.read(async (tx, at) => {
    const listed = await listSubjects(tx, organisationId, month)
    return { subjects: listed, nameOf: await readNames(tx, listed), now: at }
  })
  const head = [[...evidenceColumns], ...definitionRows(definitions), ...asOfRows(reading.asOf())]
  yield Buffer.from(`\ufeff${head.map(csvLine).join('')}`, 'utf8')
  for (let first = 0; first < subjects.length; first += resourcesPerBatch) {
    const batch = subjects.slice(first, first + resourcesPerBatch)
    const { measured, prices } = await reading.read(async (tx) => ({
      measured: await readAvailability(tx, { subjects: batch, window: month, now }),
      // Amounts require access to invoices.
      prices: may(ctx, 'billing:view')
        ? await listAssessedPrices(
            tx,
            batch.map(({ id }) => id),
            month.period,
          )
        : [],
    }))
    const priceOf = new Map(prices.map((each) => [each.subjectId, each]))
    const rows = measured.flatMap((each) =>
      evidenceRows(withNames(each, nameOf), priceOf.get(each.subject.id) ?? null),
    )
    yield Buffer.from(rows.map(csvLine).join(''), 'utf8')
  }
}

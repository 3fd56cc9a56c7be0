import type { AvailabilityTerms } from '../contract/terms'
import type { ResourceMonth } from '../evidence/resource-month'

/**
 * The columns of the evidence, in one language, because third parties read them with a program. Instants are ISO 8601
 * in UTC, intervals half-open, durations in milliseconds, availabilities in parts per million.
 */
export const evidenceColumns = [
  'record',
  'resource',
  'name',
  'project',
  'zone',
  'vantage',
  'from',
  'to',
  'state',
  'rule',
  'measure',
  'value',
] as const

type Column = (typeof evidenceColumns)[number]
type Row = Partial<Record<Column, string>>

const cells = (row: Row) => evidenceColumns.map((column) => row[column] ?? '')
const instant = (at: number) => new Date(at).toISOString()

/** The file's introduction, one line each: how the result follows from the rows. */
export function definitionRows(definitions: readonly string[]): string[][] {
  return definitions.map((value, index) => cells({ record: 'definition', measure: String(index + 1), value }))
}

/** Up to when the rows are complete, in a file that was read on a replica. */
export const asOfRows = (asOf: Date | null): string[][] =>
  asOf ? [cells({ record: 'data', measure: 'as_of', value: asOf.toISOString() })] : []

/** The price of a resource's month before VAT, and its credit. */
export type Assessed = { priceCents: bigint; creditCents: bigint }

/**
 * All inputs of one resource's availability, then the result. The state of a vantage before the window is placed at its
 * start; earlier transitions are left out. Pure.
 */
export function evidenceRows(month: ResourceMonth, assessed: Assessed | null = null): string[][] {
  const { subject, project, zone, window, sight, exclusions, availability } = month
  const about = { resource: subject.id, name: subject.name, project: project.name, zone: zone.code }
  const measures: readonly (readonly [string, number | null])[] = [
    ['window_ms', availability.windowMs],
    ['excluded_ms', availability.excludedMs],
    ['unknown_ms', availability.unknownMs],
    ['down_ms', availability.downMs],
    ['up_ms', availability.upMs],
    ['availability_ppm', availability.availabilityPpm],
  ]
  const rows: Row[] = [
    { record: 'window', from: instant(window.from), to: instant(window.to) },
    { record: 'contract', measure: 'version', value: String(month.contract.version) },
    {
      record: 'contract',
      measure: 'objective_ppm',
      value: month.objectivePpm === null ? 'none' : String(month.objectivePpm),
    },
    ...creditTerms(month.contract.terms),
    ...sight.vantages.flatMap(({ vantageId, kind, name, transitions }) => {
      const vantage = `${kind} ${name} ${vantageId}`
      const first = Math.max(
        0,
        transitions.findLastIndex(({ at }) => at <= window.from),
      )
      const inForce = transitions.slice(first).filter(({ at }) => at < window.to)
      return [
        { record: 'vantage', vantage },
        ...inForce.map(({ at, state }) => ({
          record: 'transition',
          vantage,
          from: instant(Math.max(at, window.from)),
          state,
        })),
      ]
    }),
    ...exclusions.map(({ from, to, rule }) => ({
      record: 'exclusion',
      from: instant(from),
      to: instant(to),
      rule,
    })),
    ...measures.map(([measure, value]) => ({
      record: 'result',
      measure,
      value: value === null ? 'unknown' : String(value),
    })),
    ...(assessed
      ? [
          { record: 'result', measure: 'price_cents', value: String(assessed.priceCents) },
          { record: 'result', measure: 'credit_cents', value: String(assessed.creditCents) },
        ]
      : []),
  ]
  return rows.map((row) => cells({ ...about, ...row }))
}

/** The credit steps of the contract, mildest first, and the cap. */
function creditTerms({ creditSteps, creditCapBasisPoints }: AvailabilityTerms): Row[] {
  const steps = creditSteps.flatMap(({ belowPpm, reductionBasisPoints }, index) => [
    { measure: `credit_step_${index + 1}_below_ppm`, value: String(belowPpm) },
    { measure: `credit_step_${index + 1}_basis_points`, value: String(reductionBasisPoints) },
  ])
  const cap = { measure: 'credit_cap_basis_points', value: String(creditCapBasisPoints) }
  return [...steps, cap].map((row) => ({ record: 'contract', ...row }))
}

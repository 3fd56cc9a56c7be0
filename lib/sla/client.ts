import type { Locale } from '~/lib/kernel/text/format'
import { numberFormat } from '~/lib/kernel/text/intl-cache'
import { localeTags } from '~/lib/kernel/text/locale'

export type { Reading, Transition } from './availability/transitions'
export type { Exclusion } from './contract/exclusions'
export type { AvailabilityTerms } from './contract/terms'
export type { ContractVersionView, ContractView } from './contract/views'
export type {
  AssessedMonthView,
  AssessedResourceView,
  ServiceCreditDeskView,
  ServiceCreditView,
} from './credits/views'
export type { DayKind, DayView } from './dashboard/days'
export type { LevelState } from './dashboard/levels'
export type {
  LevelView,
  MonthCreditView,
  ServiceLevelsView,
  TouchedView,
} from './dashboard/views'
export type { DeliverySummary } from './delivery/summarise'
export type { Stretch } from './evidence/stretches'
export type { EvidenceView } from './evidence/views'
export { formatExact } from './format-exact'
export type { OperatorLevelsView, VantageHealthView } from './operator/views'
export type { DrawnState } from './timeline/thin-out'
export type { TimelineView } from './timeline/views'

/**
 * `99,98 %` (`99.98%`) from parts per million, rounded down: with two decimals, or as many as the objective shown next
 * to it has.
 */
export function formatPpm(ppm: number, locale: Locale, objectivePpm?: number | null): string {
  const decimals = Math.max(2, objectivePpm == null ? 0 : decimalsOf(objectivePpm))
  const step = 10 ** (4 - decimals)
  const format = numberFormat(localeTags[locale], {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return format.format(`${Math.floor(ppm / step) * step}e-6` as Intl.StringNumericLiteral)
}

/** Decimals of a percentage that parts per million need: 999 900 is 99.99. */
function decimalsOf(ppm: number): number {
  const cut = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return cut.length
}

export { formatPpm } from '~/lib/kernel/text/format-ppm'
export type { Reading, Transition } from './availability/transitions'
export type { Exclusion } from './contract/exclusions'
export type { AvailabilityTerms } from './contract/terms'
export type { ContractVersionView, ContractView } from './contract/views'
export { reductionCents } from './credits/reduction'
export type {
  AssessedMonthView,
  AssessedResourceView,
  ServiceCreditDeskView,
  ServiceCreditView,
} from './credits/views'
export { type BudgetPoint, burnDown } from './dashboard/burn-down'
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

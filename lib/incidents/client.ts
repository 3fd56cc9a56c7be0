import type { FailureDomain, IncidentSeverity, IncidentState, MaintenanceState } from '~/db/schema/incidents'
import type { SubjectKind } from '~/db/schema/sla/sla'
import type { Id } from '~/lib/kernel/ids'
import type { Locale } from '~/lib/kernel/text/locale'

export { proposalTitle } from './correlation/proposal-title'
export { type Drafts, draftTexts } from './draft-texts'
export { incidentCan, isLiveIncident, nextIncidentStates, nextToPublish } from './states'
export {
  type DayState,
  type PublicIncident,
  type PublicMaintenance,
  type StatusView,
  statusDays,
} from './status/views'
export { momentsOf, type UnavailableStep, unavailableSteps } from './timeline/moments'
export type { FailureDomain, IncidentSeverity, IncidentState, MaintenanceState }

export const severities: readonly IncidentSeverity[] = ['minor', 'major', 'critical']
export const shownIncidentStates: readonly IncidentState[] = [
  'proposed',
  'investigating',
  'identified',
  'monitoring',
  'resolved',
  'dismissed',
]
/** States in which an incident can be opened or accepted. */
export const openingStates = ['investigating', 'identified', 'monitoring'] as const

export const incidentTones: Record<IncidentState, 'ok' | 'warn' | 'bad' | 'info' | 'off'> = {
  proposed: 'warn',
  investigating: 'bad',
  identified: 'warn',
  monitoring: 'info',
  resolved: 'ok',
  dismissed: 'off',
}
export const severityTones: Record<IncidentSeverity, 'warn' | 'bad' | 'info'> = {
  minor: 'info',
  major: 'warn',
  critical: 'bad',
}
export const maintenanceTones: Record<MaintenanceState, 'ok' | 'warn' | 'info' | 'off'> = {
  announced: 'info',
  under_way: 'warn',
  done: 'ok',
  cancelled: 'off',
}

/** The text in one of the two languages. Pure. */
export function textInLocale<K extends string>(
  of: Record<`${K}Fr` | `${K}En`, string>,
  what: K,
  locale: Locale,
): string {
  return locale === 'en' ? of[`${what}En`] : of[`${what}Fr`]
}

/** Instants as ISO 8601, UTC. */
export type IncidentSummary = {
  id: Id<'incident'>
  number: number
  state: IncidentState
  severity: IncidentSeverity
  titleFr: string
  titleEn: string
  domain: FailureDomain
  domainId: string
  zone: string | null
  startedAt: string
  detectedAt: string
  repairedAt: string | null
  resolvedAt: string | null
  resources: number
}

export type IncidentUpdateView = {
  id: string
  at: string
  state: IncidentState
  textFr: string
  textEn: string
}

type TouchedResource = {
  id: string
  kind: SubjectKind
  name: string
  fromAt: string
  toAt: string | null
}

export type ExclusionView = {
  id: Id<'exclusion'>
  fromAt: string
  toAt: string
  reason: string
  decidedAt: string
  revokedAt: string | null
  resources: number
}

type Explained = {
  rootCauseFr: string | null
  rootCauseEn: string | null
  postMortemFr: string | null
  postMortemEn: string | null
  updates: IncidentUpdateView[]
}

export type IncidentView = IncidentSummary &
  Explained & {
    place: string
    openedAt: string | null
    /** Seconds from the first failed probe to detection, and to the repair. */
    detectSeconds: number
    repairSeconds: number | null
    touched: (TouchedResource & { organisation: { id: Id<'organisation'>; name: string } })[]
    exclusions: ExclusionView[]
  }

/** An incident as a customer sees it: its own resources, without their location. */
export type OwnIncident = Omit<IncidentSummary, 'domain' | 'domainId' | 'resources'> &
  Explained & { touched: TouchedResource[] }

/** Adds the time that the contract excludes for it, with the reason. */
export type OwnIncidentView = OwnIncident & { exclusions: Omit<ExclusionView, 'resources'>[] }

/** A single failing resource, which is not an incident. */
export type LoneFailure = {
  id: string
  kind: SubjectKind
  name: string
  organisation: string
  since: string | null
}

/** A server or volume that should answer and does not. */
export type SilentResource = {
  id: string
  kind: 'instance' | 'volume'
  name: string
  since: string
  /** Whether its host does not answer either. */
  isHostSilent: boolean
  /** Whether an incident touches it, which has a banner of its own. */
  isInIncident: boolean
}

/** The first affected names, and the total. */
export type TouchedNames = { names: string[]; count: number }

/**
 * The banner above every page of an organisation with failures or planned work. It carries few names: a lost zone
 * affects a thousand servers, and every page and every poll would contain them all.
 */
export type BannerNews = {
  incidents: (Pick<
    OwnIncident,
    'id' | 'state' | 'severity' | 'titleFr' | 'titleEn' | 'startedAt' | 'repairedAt'
  > & {
    touched: TouchedNames
  })[]
  /** Servers and volumes that do not answer; the latest first. */
  silent: SilentResource[]
  maintenance: (Pick<OwnMaintenance, 'id' | 'state' | 'titleFr' | 'titleEn' | 'startsAt' | 'endsAt'> & {
    touched: TouchedNames
  })[]
}

export type MaintenanceSummary = {
  id: Id<'maintenance'>
  state: MaintenanceState
  titleFr: string
  titleEn: string
  descriptionFr: string
  descriptionEn: string
  zone: string
  startsAt: string
  endsAt: string
  announcedAt: string
  revision: number
}

export type MaintenanceView = MaintenanceSummary & {
  domain: FailureDomain
  domainId: string
  place: string
  relocationId: Id<'relocation'> | null
  /** Announced early enough to be excluded from the availability. */
  isInTime: boolean
  resources: number
  organisations: number
}

export type OwnMaintenance = MaintenanceSummary & {
  touched: Omit<TouchedResource, 'fromAt' | 'toAt'>[]
}

/** A place that the operator can choose, and its current resources. */
export type PlaceChoice = { key: string; domain: FailureDomain; label: string }
export type PlacePreview = {
  key: string
  domain: FailureDomain
  domainId: string
  /** The code of its zone; null for a site. */
  zone: string | null
  label: string
  resources: { id: string; kind: SubjectKind; name: string; organisation: string }[]
  organisations: number
}

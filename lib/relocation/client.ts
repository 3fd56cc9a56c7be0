import type { RelocationKind, RelocationMoveState, RelocationState } from '~/db/schema/planning'
import type { HostState } from '~/lib/datacentre/client'
import type { Id } from '~/lib/kernel/ids'
import type { ZonePower } from '~/lib/placement/client'

export type { RelocationKind, RelocationMoveState, RelocationState }

export const relocationTurns = ['pause', 'resume', 'stop', 'undo'] as const
export type RelocationTurn = (typeof relocationTurns)[number]

const turnsFrom: Readonly<Record<RelocationState, readonly RelocationTurn[]>> = {
  running: ['pause', 'resume', 'stop', 'undo'],
  paused: ['resume', 'stop', 'undo'],
  undoing: [],
  done: [],
  stopped: [],
  undone: [],
}

/**
 * Which turns a relocation allows; buttons and use case both call this function. A running one is resumed only to plan
 * its leftovers again. Pure.
 */
export const relocationCan = {
  turn: (relocation: { state: RelocationState; kind: RelocationKind; left: number }, to: RelocationTurn) =>
    turnsFrom[relocation.state].includes(to) &&
    (to !== 'resume' || relocation.state === 'paused' || relocation.left > 0),
}

export const isLiveRelocation = (state: RelocationState) => turnsFrom[state].length > 0 || state === 'undoing'

/** The displayed state of a relocation: one that waits for its window is planned. Pure. */
export function relocationDisplayState(
  { state, startsAt }: Pick<RelocationSummary, 'state' | 'startsAt'>,
  now: Date,
): RelocationState | 'planned' {
  return state === 'running' && Date.parse(startsAt) > now.getTime() ? 'planned' : state
}

export const relocationTones: Record<RelocationState | 'planned', 'ok' | 'warn' | 'info' | 'off'> = {
  planned: 'off',
  running: 'info',
  paused: 'warn',
  undoing: 'info',
  done: 'ok',
  stopped: 'off',
  undone: 'off',
}

export const moveTones: Record<RelocationMoveState, 'ok' | 'bad' | 'info' | 'off'> = {
  waiting: 'off',
  moving: 'info',
  moved: 'ok',
  failed: 'bad',
  skipped: 'off',
  returning: 'info',
  returned: 'off',
}

export type HostPlace = { id: Id<'host'>; name: string; rack: string }

type PlannedServer = {
  serverId: string
  server: string
  organisation: { id: Id<'organisation'>; name: string }
  vcpu: number
  memoryMib: number
  diskGib: number
}

export type PlannedMove = PlannedServer & {
  from: HostPlace
  to: HostPlace
  /** It is running, so the move stops it for a moment. */
  isRunning: boolean
  /** Names of the groups with a placement rule that the target breaks. */
  bends: string[]
}
export type PlannedStay = PlannedServer & {
  from: HostPlace
  why: 'changing' | 'in_grace' | 'local_volumes' | 'no_room' | 'rule'
  /** When its erasure frees the host. */
  until: string | null
}

/** Durations of moves measured in the zone; null without any. */
export type Duration = { secondsPerMove: number | null; secondsInAll: number | null; concurrent: number }

export type DrainProposal = {
  zone: { id: Id<'zone'>; code: string; name: string }
  host: HostPlace & { state: HostState }
  /** Whether servers of the zone can change hosts at all. */
  canMove: boolean
  /** Whether the state of the host allows a drain. */
  mayBeDrained: boolean
  /** The unfinished drain of this host. */
  relocationId: Id<'relocation'> | null
  moves: PlannedMove[]
  stays: PlannedStay[]
  organisations: number
  duration: Duration
  /** Key of the plan shown: a start is refused when the plan has changed. */
  planKey: string
}

export type RelocationSummary = {
  id: Id<'relocation'>
  kind: RelocationKind
  state: RelocationState
  zone: { id: Id<'zone'>; name: string; code: string }
  host: { id: Id<'host'>; name: string } | null
  reason: string
  concurrentMax: number
  startsAt: string
  endsAt: string | null
  createdAt: string
  finishedAt: string | null
  moves: number
  moved: number
  failed: number
}

export type RelocationMoveView = {
  instanceId: Id<'instance'>
  name: string
  organisation: { id: Id<'organisation'>; name: string }
  from: HostPlace
  to: HostPlace
  state: RelocationMoveState
  sagaId: Id<'saga'> | null
  /** Its saga waits for a person. */
  isParked: boolean
  failureCode: string | null
  slotAt: string | null
  startedAt: string | null
  finishedAt: string | null
}

export type RelocationView = RelocationSummary & {
  items: RelocationMoveView[]
  /** Servers on the host to be emptied without a move in progress. */
  left: { id: string; name: string; state: string | null }[]
  /** Seconds until all waiting moves are done; null when unknown. */
  secondsLeft: number | null
}

/** A planned, running or completed move of a customer's server. */
export type OwnMove = {
  relocationId: Id<'relocation'>
  instanceId: Id<'instance'>
  name: string
  zone: string
  reason: string
  state: RelocationMoveState
  /** All waiting moves are held for now. */
  isPaused: boolean
  startsAt: string
  endsAt: string | null
  slotAt: string | null
  /** Times that may be chosen; empty when the window leaves no choice. */
  slots: string[]
  startedAt: string | null
  finishedAt: string | null
}

/** Seconds for `moves` moves of equal duration, `concurrent` at a time. Pure. */
export function secondsFor(moves: number, concurrent: number, secondsPerMove: number | null): number | null {
  if (moves === 0) return 0
  return secondsPerMove === null ? null : Math.ceil(Math.ceil(moves / concurrent) * secondsPerMove)
}

/** Choices for what-if questions: racks, rows, bundles and kinds of host in the zone. */
export type WhatIfChoices = {
  places: { key: string; kind: 'rack' | 'row'; room: string; name: string }[]
  bundles: { id: string; name: string }[]
  models: { hostId: string; generation: string; vcpu: number; memoryMib: number }[]
  racks: { id: string; name: string; room: string }[]
  /** Some of the hosts that can be drained, as suggestions. */
  hosts: string[]
}

export type WhatIfOutcome =
  | { kind: 'drain'; proposal: DrainProposal }
  | {
      kind: 'lose'
      hosts: number
      servers: number
      organisations: number
      moved: number
      /** Some of those without a place. */
      stays: PlannedStay[]
      staysTotal: number
    }
  | {
      kind: 'order'
      bundle: string
      quantity: number
      isPlaced: boolean
      short: string | null
      hosts: number
      racks: number
    }
  | { kind: 'add'; count: number; generation: string; rack: string }

export type WhatIfAnswer = {
  zone: { id: Id<'zone'>; code: string; name: string }
  choices: WhatIfChoices
  before: ZonePower
  /** Null while the question is incomplete, and where it is impossible. */
  after: ZonePower | null
  outcome: WhatIfOutcome | null
  /** Hosts in service by rack, before and after. */
  picture: Picture
}

/** `before` and `after`: memory in use, from 0 to 1. `new` hosts have no name yet, `gone` ones are lost. */
export type PictureHost = {
  id: Id<'host'>
  name: string
  before: number
  after: number
  change: 'same' | 'gains' | 'loses' | 'gone' | 'new'
}
/** `more`: racks left out of the picture. */
export type Picture = { racks: PictureRack[]; more: number }
export type PictureRack = { id: Id<'rack'>; name: string; hosts: PictureHost[] }

export const forecastResources = [
  'vcpu',
  'memory_mib',
  'disk_gib',
  'volume_fast',
  'volume_standard',
  'volume_archive',
] as const
export type ForecastResource = (typeof forecastResources)[number]

/** Days of the calendar, UTC. A null day means not within two years. */
export type ResourceForecast = {
  resource: ForecastResource
  claimed: number
  total: number
  lastDay: string
  /** Days of history in use. */
  days: number
  /** The slope of the line, for the chart. */
  perDay: number
  outcome:
    | { kind: 'too_short'; daysNeeded: number }
    | {
        kind: 'known'
        soonest: string | null
        expected: string | null
        latest: string | null
        soonestInDays: number | null
        expectedInDays: number | null
      }
  /** Claims at the end of each day, the latest last. */
  points: number[]
}

export type ZoneForecast = {
  zone: { id: Id<'zone'>; code: string; name: string }
  warnDays: number
  resources: ResourceForecast[]
}

export type ForecastAlert = {
  zone: { id: Id<'zone'>; code: string; name: string }
  resource: ResourceForecast
  inDays: number
  /** Expected within the threshold, and not only possible. */
  isExpected: boolean
}

/** Default number of days ahead for which staff are warned. */
export const defaultWarnDays = 90

/** A forecast with a date of exhaustion, at least the soonest. */
export type NearForecast = ResourceForecast & { outcome: { kind: 'known' } }

/** Forecasts with a date within two years, the most urgent first, and the others. Pure. */
export function byUrgency(forecasts: readonly ResourceForecast[]): {
  near: NearForecast[]
  calm: ResourceForecast[]
} {
  const isNear = (forecast: ResourceForecast): forecast is NearForecast =>
    forecast.outcome.kind === 'known' && forecast.outcome.soonestInDays !== null
  const days = ({ outcome }: NearForecast) => outcome.expectedInDays ?? Number.POSITIVE_INFINITY
  const soonest = ({ outcome }: NearForecast) => outcome.soonestInDays ?? 0
  return {
    near: forecasts.filter(isNear).sort((a, b) => {
      const [x, y] = [days(a), days(b)]
      return x === y ? soonest(a) - soonest(b) : x - y
    }),
    calm: forecasts.filter((forecast) => !isNear(forecast)),
  }
}

/** Returns whether a resource runs out, or may, within this number of days. Pure. */
export function alertOf(
  { outcome }: Pick<ResourceForecast, 'outcome'>,
  warnDays: number,
): { inDays: number; isExpected: boolean } | null {
  if (outcome.kind !== 'known') return null
  const { soonestInDays, expectedInDays } = outcome
  if (expectedInDays !== null && expectedInDays <= warnDays)
    return { inDays: expectedInDays, isExpected: true }
  return soonestInDays !== null && soonestInDays <= warnDays
    ? { inDays: soonestInDays, isExpected: false }
    : null
}

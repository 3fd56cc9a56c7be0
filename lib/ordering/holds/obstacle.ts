import type { Obstacle } from '~/db/schema/ordering/buying'
import type { ChangeKind } from '~/db/schema/ordering/changes'
import type { DomainErrorCode } from '~/lib/kernel/errors'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { copyCan, instanceCan, volumeCan } from '~/lib/resources/client'

type Rule = (...facts: never[]) => { allowed: true } | { allowed: false; reason: string }
type ReasonOf<R extends Rule> = Extract<ReturnType<R>, { allowed: false }>['reason']

/** All reasons of a `state_forbids` error that a change can get when it is carried out. */
export type StateReason =
  | ReasonOf<typeof instanceCan.resize>
  | ReasonOf<typeof volumeCan.grow>
  | ReasonOf<(typeof copyCan)[keyof typeof copyCan]['make']>
  | 'machine_must_stop'
  | 'server_snapshot_changing'
  | 'server_image_on_the_way'
  | 'grace_over'
  | 'change_costs_more'

/** `null`: permanent. */
const byReason: Record<StateReason, Obstacle | null> = {
  is_creating: 'busy',
  is_changing: 'busy',
  is_being_copied: 'busy',
  snapshot_changing: 'busy',
  backup_changing: 'busy',
  image_changing: 'busy',
  server_snapshot_changing: 'busy',
  server_image_on_the_way: 'busy',
  is_running: 'running',
  machine_must_stop: 'running',
  is_in_rescue: 'in_rescue',
  is_lost: null,
  too_many_snapshots: 'too_many_kept',
  too_many_images: 'too_many_kept',
  too_many_backups: 'too_many_kept',
  is_stopped: null,
  is_available: null,
  is_attached: null,
  is_deleted: null,
  is_purged: null,
  is_failed: null,
  is_protected: null,
  is_unprotected: null,
  snapshot_failed: null,
  backup_failed: null,
  image_failed: null,
  snapshots_not_sold: null,
  backups_not_sold: null,
  images_not_sold: null,
  grace_over: null,
  change_costs_more: null,
}

const byCode: Record<Exclude<DomainErrorCode, 'state_forbids' | 'insufficient_capacity'>, Obstacle | null> = {
  quota_exceeded: 'quota',
  spending_cap_exceeded: 'spending_cap',
  budget_exceeded: 'budget',
  recovery_in_progress: 'recovery',
  no_seller: null,
  hypervisor_unreachable: 'unavailable',
  directory_unavailable: 'unavailable',
  unavailable: 'unavailable',
  rate_limited: 'unavailable',
  conflict: 'busy',
  organisation_not_active: null,
  invalid_input: null,
  unauthenticated: null,
  invalid_credentials: null,
  second_factor_required: null,
  invalid_code: null,
  invalid_token: null,
  forbidden: null,
  bad_origin: null,
  second_factor_setup_required: null,
  proof_required: null,
  not_found: null,
  method_not_allowed: null,
  unsupported_media_type: null,
  precondition_failed: null,
  already_exists: null,
  name_taken: null,
  protected: null,
  confirmation_required: null,
  idempotency_key_reused: null,
  payload_too_large: null,
  not_billable: null,
  open_points: null,
}

type Refusal = { code: DomainErrorCode; params: Readonly<Record<string, string>> }

/**
 * The temporary obstacle behind a refusal of an approved order or change; null when the refusal is permanent
 * and waiting would change nothing. `kind` is null for an order of a new resource. Pure.
 */
export function obstacleTo({ code, params }: Refusal, kind: ChangeKind | null): Obstacle | null {
  if (code === 'insufficient_capacity') return params.short === 'address' ? 'address' : 'capacity'
  if (code !== 'state_forbids') return byCode[code]
  // Another saga of the resource is running: this refusal has no reason.
  if (!params.reason) return 'busy'
  const obstacle = isStateReason(params.reason) ? byReason[params.reason] : null
  // A running server has already been restored.
  return kind === 'restore_instance' && obstacle !== 'busy' ? null : obstacle
}

const isStateReason = (reason: string): reason is StateReason => Object.hasOwn(byReason, reason)

const retryMilliseconds = 60_000

/**
 * Time of the next try: the next whole minute. All waiting orders are due at the same time, so they are tried
 * in the sequence in which they were stopped and room goes to the longest wait. Pure.
 */
export const nextRetry = (now: Date): Date =>
  new Date((Math.floor(now.getTime() / retryMilliseconds) + 1) * retryMilliseconds)

const triedHours = 24

/**
 * A stopped order is retried for at least a day, even if it was approved just before its expiry. It is
 * extended once, so an order that holds capacity holds it for at most one day longer. Pure.
 */
export function extendedExpiry(expiresAt: Date, now: Date): Date {
  const least = addSeconds(now, triedHours * 3_600)
  return expiresAt < least ? least : expiresAt
}

import type { MemberPermission } from '~/lib/identity/client'

type Resource = {
  /** What a member must be allowed to read to see these events. */
  permission: MemberPermission
  /** Audited with the change: each event is published from its entry in the audit log. */
  audited: readonly string[]
  /** Written by `emitEvent` in the transaction of the change, with data of their own. */
  emitted: readonly string[]
}

/**
 * Every event that an organisation can follow, by resource: `instance.renamed`. One catalogue for webhooks, the list of
 * events and the document of the API; the audit log has the same names.
 */
export const eventResources = {
  instance: {
    permission: 'instance:read',
    audited: [
      'provisioned',
      'provisioning_failed',
      'start_requested',
      'stop_requested',
      'restart_requested',
      'rescue_requested',
      'rescue_started',
      'rescue_end_requested',
      'rescue_ended',
      'resize_requested',
      'move_requested',
      'move_slot_chosen',
      'connect_requested',
      'network_connected',
      'disconnect_requested',
      'network_disconnected',
      'snapshot_restore_requested',
      'snapshot_restored',
      'retry_requested',
      'lost',
      'recovery_requested',
      'recovered',
      'recovery_failed',
      'renamed',
      'tagged',
      'protected',
      'unprotected',
      'deleted',
      'restored',
      'purged',
      'adopted',
      'console_opened',
      'console_closed',
      'reach_tested',
    ],
    emitted: [],
  },
  volume: {
    permission: 'instance:read',
    audited: [
      'provisioned',
      'provisioning_failed',
      'retry_requested',
      'attach_requested',
      'detach_requested',
      'growth_requested',
      'grown',
      'snapshot_restore_requested',
      'snapshot_restored',
      'snapshots_scheduled',
      'snapshots_unscheduled',
      'scheduled_snapshot_failed',
      'backups_scheduled',
      'backups_unscheduled',
      'scheduled_backup_failed',
      'renamed',
      'tagged',
      'protected',
      'unprotected',
      'deleted',
      'restored',
      'purged',
      'adopted',
    ],
    emitted: [],
  },
  snapshot: {
    permission: 'instance:read',
    audited: ['requested', 'taken', 'failed', 'deletion_requested', 'deleted'],
    emitted: [],
  },
  backup: {
    permission: 'instance:read',
    audited: ['requested', 'made', 'failed', 'deletion_requested', 'deleted', 'adopted'],
    emitted: [],
  },
  image: {
    permission: 'instance:read',
    audited: ['requested', 'made', 'failed', 'deletion_requested', 'deleted', 'adopted'],
    emitted: [],
  },
  operation: { permission: 'instance:read', audited: [], emitted: ['succeeded', 'undone'] },
  resource: { permission: 'instance:read', audited: ['lost'], emitted: [] },
  placement_group: { permission: 'instance:read', audited: ['formed', 'joined'], emitted: [] },
  probe: {
    permission: 'instance:read',
    audited: ['created', 'changed', 'removed'],
    emitted: ['failing', 'recovered'],
  },
  network: {
    permission: 'instance:read',
    audited: ['created', 'renamed', 'peered', 'unpeered', 'deleted'],
    emitted: [],
  },
  firewall: {
    permission: 'instance:read',
    audited: [
      'rule_added',
      'rule_changed',
      'rule_removed',
      'set_created',
      'set_renamed',
      'set_deleted',
      'set_attached',
      'set_detached',
      'inside_changed',
    ],
    emitted: [],
  },
  address: {
    permission: 'instance:read',
    audited: ['reserved', 'attached', 'detached', 'released', 'adopted'],
    emitted: [],
  },
  name: { permission: 'instance:read', audited: ['added', 'removed'], emitted: [] },
  reverse_name: { permission: 'instance:read', audited: ['set'], emitted: [] },
  balancer: {
    permission: 'instance:read',
    audited: [
      'created',
      'provisioning_failed',
      'changed',
      'renamed',
      'retry_requested',
      'deletion_requested',
      'deleted',
    ],
    emitted: ['pool_down', 'pool_up'],
  },
  certificate: {
    permission: 'instance:read',
    audited: ['uploaded', 'replaced', 'deleted', 'end_announced', 'ordered', 'issued', 'renewed', 'retried'],
    emitted: [],
  },
  ssh_key: { permission: 'ssh_key:read', audited: ['added', 'removed'], emitted: [] },
  order: {
    permission: 'order:read',
    audited: [
      'approval_given',
      'approval_refused',
      'released',
      'postponed',
      'refused',
      'expired',
      'withdrawn',
    ],
    emitted: ['placed', 'settled'],
  },
  quote: { permission: 'order:read', audited: ['made', 'shared', 'signed'], emitted: [] },
  purchase_order: {
    permission: 'order:read',
    audited: ['created', 'amended', 'document_attached'],
    emitted: [],
  },
  signature_rule: { permission: 'order:read', audited: ['added', 'removed'], emitted: [] },
  approval: { permission: 'order:read', audited: ['delegated', 'delegation_ended'], emitted: [] },
  project: {
    permission: 'project:read',
    audited: ['created', 'changed', 'archived', 'quota_shared'],
    emitted: [],
  },
  quota: {
    permission: 'project:read',
    audited: ['requested', 'request_withdrawn'],
    emitted: ['accepted', 'refused'],
  },
  budget: {
    permission: 'budget:read',
    audited: ['created', 'changed', 'ended'],
    emitted: ['threshold_reached'],
  },
  cost: { permission: 'budget:read', audited: [], emitted: ['anomaly_found'] },
  cost_watch: { permission: 'budget:read', audited: ['changed'], emitted: [] },
  commitment: {
    permission: 'billing:view',
    audited: ['renewal_chosen', 'left', 'renewed', 'ended'],
    emitted: [],
  },
  invoice: { permission: 'billing:view', audited: ['issued', 'replaced'], emitted: [] },
  credit_note: { permission: 'billing:view', audited: ['issued'], emitted: [] },
  payment: {
    permission: 'billing:view',
    audited: ['received', 'returned', 'credit_used'],
    emitted: [],
  },
  payment_method: { permission: 'billing:view', audited: ['chosen'], emitted: [] },
  mandate: { permission: 'billing:view', audited: ['signed', 'revoked'], emitted: [] },
  debit: { permission: 'billing:view', audited: ['planned', 'returned'], emitted: [] },
  dunning: { permission: 'billing:view', audited: ['sent'], emitted: [] },
  export_schedule: {
    permission: 'billing:view',
    audited: ['created', 'changed', 'paused', 'resumed', 'ended'],
    emitted: [],
  },
  service_credit: { permission: 'billing:view', audited: [], emitted: ['granted'] },
  service_level: { permission: 'instance:read', audited: ['contested'], emitted: ['budget_burning'] },
  incident: { permission: 'instance:read', audited: [], emitted: ['opened', 'updated', 'resolved'] },
  maintenance: {
    permission: 'instance:read',
    audited: [],
    emitted: ['announced', 'changed', 'cancelled'],
  },
  ticket: {
    permission: 'support:read',
    audited: ['opened', 'closed'],
    emitted: ['answered', 'resolved'],
  },
  organisation: {
    permission: 'organisation:read',
    audited: [
      'accepted',
      'refused',
      'information_asked',
      'resubmitted',
      'cap_lifted',
      'suspended',
      'reinstated',
      'billing_changed',
      'references_set',
      'terms_accepted',
      'self_approval_allowed',
      'self_approval_forbidden',
      'viewed_by_staff',
    ],
    emitted: [],
  },
  invitation: {
    permission: 'member:manage',
    audited: ['sent', 'resent', 'withdrawn', 'accepted'],
    emitted: [],
  },
  member: {
    permission: 'member:read',
    audited: [
      'join_requested',
      'join_accepted',
      'join_refused',
      'role_changed',
      'project_roles_set',
      'removed',
    ],
    emitted: [],
  },
  api_token: { permission: 'token:manage', audited: ['created', 'rotated', 'revoked'], emitted: [] },
  alert_recipient: {
    permission: 'organisation:read',
    audited: ['added', 'confirmed', 'removed'],
    emitted: [],
  },
  webhook: {
    permission: 'webhook:read',
    audited: ['created', 'secret_rotated', 'deleted', 'disabled', 'enabled'],
    emitted: [],
  },
} as const satisfies Record<string, Resource>

type Resources = typeof eventResources
export type EventResource = keyof Resources
export type EmittedType = {
  [R in EventResource]: `${R}.${Resources[R]['emitted'][number]}`
}[EventResource]
export type EventType =
  | EmittedType
  | { [R in EventResource]: `${R}.${Resources[R]['audited'][number]}` }[EventResource]

export const eventResourceNames = Object.keys(eventResources) as EventResource[]

const typesOf = (resource: EventResource, from: 'audited' | 'emitted'): EventType[] =>
  eventResources[resource][from].map((verb) => `${resource}.${verb}` as EventType)

/** The events that come from the audit log. */
export const auditedTypes: ReadonlySet<string> = new Set(
  eventResourceNames.flatMap((resource) => typesOf(resource, 'audited')),
)

/** Every event, by resource. */
export const eventTypes = eventResourceNames.flatMap((resource) => eventTypesOf(resource)) as [
  EventType,
  ...EventType[],
]

/** The events of one resource. */
export function eventTypesOf(resource: EventResource): EventType[] {
  return [...typesOf(resource, 'audited'), ...typesOf(resource, 'emitted')]
}

/** `instance` of `instance.renamed`. Pure. */
export const resourceOf = (type: EventType): EventResource =>
  type.slice(0, type.indexOf('.')) as EventResource

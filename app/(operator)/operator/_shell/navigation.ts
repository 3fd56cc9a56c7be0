import type { NavGroup, NavItem } from '~/components/layout/nav-types'
import type { StaffPermission } from '~/lib/identity/client'
import { routes } from '~/lib/routes'

const rooms = ['work', 'customers', 'invoicing', 'estate', 'operation', 'control'] as const
type Room = (typeof rooms)[number]
type OperatorPage =
  | 'home'
  | 'moderation'
  | 'support'
  | 'organisations'
  | 'catalogue'
  | OperatorBillingPage
  | 'inventory'
  | 'relocations'
  | 'hypervisors'
  | 'drifts'
  | 'names'
  | 'incidents'
  | 'maintenance'
  | 'serviceLevels'
  | 'qualifications'
  | 'sagas'
  | 'jobs'
  | 'platform'
  | 'recovery'
  | 'audit'
  | 'staff'
export type OperatorBillingPage = keyof typeof billingPages

const { operator } = routes

/** The pages of the operator's billing, each with its address. */
export const billingPages = {
  billing: operator.billing(),
  documents: operator.billingDocuments(),
  receivables: operator.billingReceivables(),
  concessions: operator.billingConcessions(),
  credits: operator.serviceCredits(),
  dunning: operator.dunning(),
  statements: operator.statements(),
  debits: operator.debits(),
  einvoices: operator.einvoices(),
  ereporting: operator.ereporting(),
  exports: operator.billingExports(),
  seller: operator.billingSeller(),
} as const

type Options = {
  t: (key: OperatorPage | Room) => string
  may: (permission: StaffPermission) => boolean
  waiting: number
  /** Tickets that wait for support. */
  tickets: number
  /** Live incidents. */
  incidents: number
}

/** The operator's rooms with the pages that this person may open. */
export function operatorNavigation({ t, may, waiting, tickets, incidents }: Options): NavGroup[] {
  const item = (
    id: OperatorPage,
    href: string,
    permission: StaffPermission | null,
    more: Pick<NavItem, 'hotkey' | 'count'>,
  ): NavItem[] => (permission === null || may(permission) ? [{ id, label: t(id), href, ...more }] : [])
  const billing = Object.entries(billingPages).flatMap(([id, href]) =>
    item(id as OperatorBillingPage, href, 'billing:inspect', id === 'billing' ? { hotkey: 'f' } : {}),
  )
  const pages: Record<Room, NavItem[]> = {
    work: [
      ...item('home', operator.home(), null, { hotkey: 'a' }),
      ...item('moderation', operator.moderation(), 'moderation:read', { hotkey: 'm', count: waiting }),
      ...item('support', operator.tickets(), 'support:inspect', { hotkey: 'u', count: tickets }),
    ],
    customers: [
      ...item('organisations', operator.organisations(), 'organisation:inspect', { hotkey: 'o' }),
      ...item('catalogue', operator.catalogue(), 'catalogue:inspect', { hotkey: 'c' }),
    ],
    invoicing: billing,
    estate: [
      ...item('inventory', operator.inventory(), 'inventory:read', { hotkey: 'i' }),
      ...item('relocations', operator.relocations(), 'inventory:read', { hotkey: 'd' }),
      ...item('hypervisors', operator.hypervisors(), 'inventory:read', { hotkey: 'h' }),
      ...item('drifts', operator.drifts(), 'inventory:read', { hotkey: 'e' }),
      ...item('names', operator.names(), 'inventory:read', { hotkey: 'q' }),
    ],
    operation: [
      ...item('incidents', operator.incidents(), 'incident:inspect', { hotkey: 'n', count: incidents }),
      ...item('maintenance', operator.maintenance(), 'incident:inspect', { hotkey: 'p' }),
      ...item('serviceLevels', operator.serviceLevels(), 'sla:inspect', { hotkey: 'l' }),
      ...item('qualifications', operator.qualifications(), 'sla:inspect', {}),
      ...item('sagas', operator.sagas(), 'operations:read', { hotkey: 's' }),
      ...item('jobs', operator.jobs(), 'operations:read', { hotkey: 't' }),
      ...item('platform', operator.platform(), 'operations:read', { hotkey: 'w' }),
      ...item('recovery', operator.recovery(), 'recovery:read', { hotkey: 'r' }),
    ],
    control: [
      ...item('audit', operator.audit(), 'audit:inspect', { hotkey: 'j' }),
      ...item('staff', operator.staff(), 'staff:manage', { hotkey: 'y' }),
    ],
  }
  return rooms.map((id) => ({ id, label: t(id), items: pages[id] })).filter(({ items }) => items.length > 0)
}

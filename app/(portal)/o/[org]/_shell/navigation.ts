import type { NavGroup, NavItem } from '~/components/layout/nav-types'
import { routes } from '~/lib/routes'

const rooms = [
  'home',
  'infrastructure',
  'purchases',
  'money',
  'availability',
  'organisation',
  'support',
] as const
type Room = (typeof rooms)[number]
type PortalPage =
  | 'home'
  | 'order'
  | 'instances'
  | 'volumes'
  | 'backups'
  | 'images'
  | 'networks'
  | 'balancers'
  | 'firewall'
  | 'keys'
  | 'orders'
  | 'quotes'
  | 'approvals'
  | 'purchaseOrders'
  | 'commitments'
  | BillingPage
  | 'budgets'
  | 'serviceLevels'
  | 'incidents'
  | 'moves'
  | 'projects'
  | 'members'
  | 'journal'
  | 'notifications'
  | 'webhooks'
  | 'tokens'
  | 'settings'
  | 'support'
export type BillingPage = 'billing' | 'costs' | 'credits' | 'exports' | 'payment' | 'billingSettings'

const { org } = routes

/** The pages of invoices and costs, each with its address. */
export const billingPages: Readonly<Record<BillingPage, (organisationId: string) => string>> = {
  billing: (id) => org.billing(id),
  costs: (id) => org.billingCosts(id),
  credits: (id) => org.serviceCredits(id),
  exports: (id) => org.billingExports(id),
  payment: (id) => org.billingPayment(id),
  billingSettings: (id) => org.billingSettings(id),
}

/** The rooms of an organisation with the pages that this member may open, most with a letter after `g`. */
export function portalNavigation(
  organisationId: string,
  t: (key: Room | PortalPage) => string,
  may: { seeKeys: boolean; seeWebhooks: boolean; seeBilling: boolean; seeBudgets: boolean },
): NavGroup[] {
  const item = (
    id: PortalPage,
    address: (organisationId: string) => string,
    hotkey?: string,
    isSeen = true,
  ) => (isSeen ? [{ id, label: t(id), href: address(organisationId), ...(hotkey && { hotkey }) }] : [])
  const bill = (id: BillingPage, hotkey?: string) => item(id, billingPages[id], hotkey, may.seeBilling)
  const pages: Record<Room, NavItem[]> = {
    home: item('home', org.home, 'a'),
    infrastructure: [
      ...item('instances', org.instances, 's'),
      ...item('volumes', org.volumes, 'v'),
      ...item('backups', org.backups, 'x'),
      ...item('images', org.images, 'e'),
      ...item('networks', org.networks, 'n'),
      ...item('firewall', (id) => org.firewall(id), 'z'),
      ...item('balancers', (id) => org.balancers(id), 'g'),
      ...item('keys', org.keys, 'k', may.seeKeys),
    ],
    purchases: [
      ...item('order', org.order, 'c'),
      ...item('orders', org.orders, 'o'),
      ...item('quotes', org.quotes, 'q'),
      ...item('approvals', org.approvals, 'd'),
      ...item('purchaseOrders', org.purchaseOrders, 'b', may.seeBudgets),
      ...item('commitments', org.commitments, 't'),
    ],
    money: [
      ...bill('billing', 'f'),
      ...bill('costs'),
      ...item('budgets', org.budgets, 'u', may.seeBudgets),
      ...bill('credits'),
      ...bill('exports'),
      ...bill('payment'),
      ...bill('billingSettings'),
    ],
    availability: [
      ...item('serviceLevels', org.serviceLevels, 'l'),
      ...item('incidents', org.incidents, 'y'),
      ...item('moves', org.moves, 'i'),
    ],
    organisation: [
      ...item('projects', org.projects, 'p'),
      ...item('members', org.members, 'm'),
      ...item('journal', org.journal, 'j'),
      ...item('notifications', org.notices),
      ...item('webhooks', org.webhooks, 'w', may.seeWebhooks),
      ...item('tokens', org.tokens),
      ...item('settings', org.settings, 'r'),
    ],
    support: item('support', org.tickets, 'h'),
  }
  return rooms.map((id) => ({ id, label: t(id), items: pages[id] })).filter(({ items }) => items.length > 0)
}

import type { NavGroup } from '~/components/layout/nav-types'
import { routes } from '~/lib/routes'

type Page =
  | 'home'
  | 'order'
  | 'instances'
  | 'volumes'
  | 'backups'
  | 'images'
  | 'networks'
  | 'balancers'
  | 'firewall'
  | 'moves'
  | 'incidents'
  | 'orders'
  | 'quotes'
  | 'approvals'
  | 'purchaseOrders'
  | 'projects'
  | 'commitments'
  | 'budgets'
  | 'billing'
  | 'serviceLevels'
  | 'webhooks'
  | 'support'
  | 'members'
  | 'keys'
  | 'journal'
  | 'settings'
type Words = (key: 'build' | 'buy' | 'people' | Page) => string

/** The organisation's pages in their groups, each with the letter after `g`. */
export function portalNavigation(
  organisationId: string,
  t: Words,
  maySeeKeys: boolean,
  maySeeWebhooks: boolean,
  maySeeBilling: boolean,
): NavGroup[] {
  const { org } = routes
  const item = (id: Page, address: (organisationId: string) => string, hotkey: string, isSeen = true) =>
    isSeen ? [{ id, label: t(id), href: address(organisationId), hotkey }] : []
  return [
    {
      id: 'build',
      label: t('build'),
      items: [
        ...item('home', org.home, 'a'),
        ...item('instances', org.instances, 's'),
        ...item('volumes', org.volumes, 'v'),
        ...item('backups', org.backups, 'x'),
        ...item('images', org.images, 'e'),
        ...item('networks', org.networks, 'n'),
        ...item('balancers', (id) => org.balancers(id), 'g'),
        ...item('firewall', (id) => org.firewall(id), 'z'),
        ...item('moves', org.moves, 'i'),
        ...item('incidents', org.incidents, 'y'),
      ],
    },
    {
      id: 'buy',
      label: t('buy'),
      items: [
        ...item('order', org.order, 'c'),
        ...item('orders', org.orders, 'o'),
        ...item('quotes', org.quotes, 'q'),
        ...item('approvals', org.approvals, 'd'),
        ...item('purchaseOrders', org.purchaseOrders, 'b'),
        ...item('commitments', org.commitments, 't'),
        ...item('budgets', org.budgets, 'u'),
        ...item('billing', org.billing, 'f', maySeeBilling),
        ...item('serviceLevels', org.serviceLevels, 'l'),
      ],
    },
    {
      id: 'people',
      label: t('people'),
      items: [
        ...item('projects', org.projects, 'p'),
        ...item('members', org.members, 'm'),
        ...item('keys', org.keys, 'k', maySeeKeys),
        ...item('journal', org.journal, 'j'),
        ...item('webhooks', org.webhooks, 'w', maySeeWebhooks),
        ...item('support', org.tickets, 'h'),
        ...item('settings', org.settings, 'r'),
      ],
    },
  ]
}

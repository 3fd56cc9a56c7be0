import type { NavGroup, NavItem } from '~/components/layout/nav-types'
import type { StaffPermission } from '~/lib/identity/client'
import { routes } from '~/lib/routes'

type Key =
  | 'home'
  | 'moderation'
  | 'support'
  | 'organisations'
  | 'catalogue'
  | 'billing'
  | 'inventory'
  | 'relocations'
  | 'incidents'
  | 'maintenance'
  | 'hypervisors'
  | 'drifts'
  | 'recovery'
  | 'names'
  | 'sagas'
  | 'jobs'
  | 'platform'
  | 'audit'
  | 'staff'
  | 'serviceLevels'
type Options = {
  t: (key: Key | 'work' | 'estate' | 'control') => string
  may: (permission: StaffPermission) => boolean
  waiting: number
  /** Tickets that wait for support. */
  tickets: number
  /** Live incidents. */
  incidents: number
}

/** The operator's pages that this person may open. */
export function operatorNavigation({ t, may, waiting, tickets, incidents }: Options): NavGroup[] {
  const { operator } = routes
  const item = (id: Key, href: string, hotkey: string, permission: StaffPermission | null): NavItem[] =>
    permission === null || may(permission) ? [{ id, label: t(id), href, hotkey }] : []
  const groups: NavGroup[] = [
    {
      id: 'work',
      label: t('work'),
      items: [
        ...item('home', operator.home(), 'a', null),
        ...item('moderation', operator.moderation(), 'm', 'moderation:read').map((each) => ({
          ...each,
          count: waiting,
        })),
        ...item('support', operator.tickets(), 'u', 'support:inspect').map((each) => ({
          ...each,
          count: tickets,
        })),
        ...item('organisations', operator.organisations(), 'o', 'organisation:inspect'),
        ...item('catalogue', operator.catalogue(), 'c', 'catalogue:inspect'),
        ...item('billing', operator.billing(), 'f', 'billing:inspect'),
      ],
    },
    {
      id: 'estate',
      label: t('estate'),
      items: [
        ...item('inventory', operator.inventory(), 'i', 'inventory:read'),
        ...item('relocations', operator.relocations(), 'd', 'inventory:read'),
        ...item('incidents', operator.incidents(), 'n', 'incident:inspect').map((each) => ({
          ...each,
          count: incidents,
        })),
        ...item('maintenance', operator.maintenance(), 'p', 'incident:inspect'),
        ...item('hypervisors', operator.hypervisors(), 'h', 'inventory:read'),
        ...item('drifts', operator.drifts(), 'e', 'inventory:read'),
        ...item('recovery', operator.recovery(), 'r', 'recovery:read'),
        ...item('names', operator.names(), 'q', 'inventory:read'),
        ...item('serviceLevels', operator.serviceLevels(), 'l', 'sla:inspect'),
        ...item('sagas', operator.sagas(), 's', 'operations:read'),
        ...item('jobs', operator.jobs(), 't', 'operations:read'),
        ...item('platform', operator.platform(), 'w', 'operations:read'),
      ],
    },
    {
      id: 'control',
      label: t('control'),
      items: [
        ...item('audit', operator.audit(), 'j', 'audit:inspect'),
        ...item('staff', operator.staff(), 'y', 'staff:manage'),
      ],
    },
  ]
  return groups.filter((group) => group.items.length > 0)
}

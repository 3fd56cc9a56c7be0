import type { NavGroup } from '~/components/layout/nav-types'
import { routes } from '~/lib/routes'

type Words = (
  key:
    | 'build'
    | 'people'
    | 'home'
    | 'order'
    | 'instances'
    | 'volumes'
    | 'backups'
    | 'images'
    | 'networks'
    | 'moves'
    | 'orders'
    | 'projects'
    | 'budgets'
    | 'webhooks'
    | 'members'
    | 'keys'
    | 'journal'
    | 'settings',
) => string

/** The pages of an organisation, grouped as people look for them, each with the letter after `g`. */
export function portalNavigation(
  organisationId: string,
  t: Words,
  maySeeKeys: boolean,
  maySeeWebhooks: boolean,
): NavGroup[] {
  const { org } = routes
  return [
    {
      id: 'build',
      label: t('build'),
      items: [
        { id: 'home', label: t('home'), href: org.home(organisationId), hotkey: 'a' },
        { id: 'order', label: t('order'), href: org.order(organisationId), hotkey: 'c' },
        { id: 'instances', label: t('instances'), href: org.instances(organisationId), hotkey: 's' },
        { id: 'volumes', label: t('volumes'), href: org.volumes(organisationId), hotkey: 'v' },
        { id: 'backups', label: t('backups'), href: org.backups(organisationId), hotkey: 'b' },
        { id: 'images', label: t('images'), href: org.images(organisationId), hotkey: 'e' },
        { id: 'networks', label: t('networks'), href: org.networks(organisationId), hotkey: 'n' },
        { id: 'moves', label: t('moves'), href: org.moves(organisationId), hotkey: 'i' },
        { id: 'orders', label: t('orders'), href: org.orders(organisationId), hotkey: 'o' },
      ],
    },
    {
      id: 'people',
      label: t('people'),
      items: [
        { id: 'projects', label: t('projects'), href: org.projects(organisationId), hotkey: 'p' },
        { id: 'budgets', label: t('budgets'), href: org.budgets(organisationId), hotkey: 'b' },
        { id: 'members', label: t('members'), href: org.members(organisationId), hotkey: 'm' },
        ...(maySeeKeys
          ? [{ id: 'keys', label: t('keys'), href: org.keys(organisationId), hotkey: 'k' }]
          : []),
        { id: 'journal', label: t('journal'), href: org.journal(organisationId), hotkey: 'j' },
        ...(maySeeWebhooks
          ? [{ id: 'webhooks', label: t('webhooks'), href: org.webhooks(organisationId), hotkey: 'w' }]
          : []),
        { id: 'settings', label: t('settings'), href: org.settings(organisationId), hotkey: 'r' },
      ],
    },
  ]
}

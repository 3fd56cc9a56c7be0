'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useSince } from '~/components/compute/use-since'
import type { PaletteItem } from '~/components/layout/nav-types'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import type { Hit } from '~/lib/search/client'

/** Returns a function that makes an item of the palette from a result of the search. */
export function useHitItem(organisationId: string): (hit: Hit) => PaletteItem {
  const t = useTranslations('palette')
  const since = useSince()
  const locale = useLocale() as Locale
  const { org } = routes
  return (hit) => {
    const { id, name } = hit
    switch (hit.kind) {
      case 'act':
        return {
          id: `${hit.act} ${id}`,
          label: t(`act.${hit.act}`, { name }),
          href:
            hit.act === 'console'
              ? org.console(organisationId, id)
              : org.instance(organisationId, id, { do: hit.act }),
          kind: t('kind.act'),
          icon: 'server',
        }
      case 'instance':
      case 'volume':
      case 'balancer':
        return {
          id,
          label: name,
          note: hit.note,
          href: {
            instance: org.instance(organisationId, id),
            volume: org.volume(organisationId, id),
            balancer: org.balancer(organisationId, id),
          }[hit.kind],
          // One that does not answer shows that in place of its kind.
          kind: hit.silentSince ? t('silentSince', { at: since(hit.silentSince) }) : t(`kind.${hit.kind}`),
          icon: { instance: 'server', volume: 'disk', balancer: 'balancer' }[hit.kind] as 'server',
        }
      case 'address':
        return {
          id,
          label: name,
          note: hit.note,
          href: org.networks(organisationId),
          kind: t('kind.address'),
        }
      case 'order':
        return {
          id,
          label: name,
          note: hit.note,
          href: org.orderDetail(organisationId, id),
          kind: t('kind.order'),
        }
      case 'quote':
        return { id, label: name, note: hit.note, href: org.quote(organisationId, id), kind: t('kind.quote') }
      case 'purchase_order':
        return { id, label: name, href: org.purchaseOrder(organisationId, id), kind: t('kind.purchaseOrder') }
      case 'document':
        return {
          id,
          label: name,
          note: `${t('month', { at: new Date(`${hit.period}-15T12:00:00Z`) })} · ${formatMoney(BigInt(hit.grossCents), locale)}`,
          href: org.billingDocument(organisationId, id),
          kind: t(hit.isCredit ? 'kind.creditNote' : 'kind.document'),
        }
      case 'ticket':
        return {
          id,
          label: name,
          note: hit.note,
          href: org.ticket(organisationId, id),
          kind: t('kind.ticket'),
          icon: 'chat',
        }
      case 'member':
        return {
          id,
          label: name,
          note: hit.note,
          href: org.members(organisationId),
          kind: t('kind.member'),
          icon: 'account',
        }
      case 'project':
        return {
          id,
          label: name,
          note: hit.note,
          href: org.project(organisationId, id),
          kind: t('kind.project'),
        }
    }
  }
}

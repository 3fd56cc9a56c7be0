'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { balancerListQuery } from '~/app/_client/balancers'
import { BalancerPill } from '~/components/balancing/balancer-pill'
import { listenersText } from '~/components/balancing/listeners-text'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Copyable } from '~/components/ui/display/copyable'
import { EmptyState } from '~/components/ui/display/empty-state'
import { TextLink } from '~/components/ui/links/text-link'
import { useQuery } from '~/components/ui/queries'
import type { BalancerLine } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Props = {
  organisationId: string
  projectId: string | undefined
  initial: BalancerLine[]
  /** Link to a first order, for people who may order. */
  order: ReactNode
}

/** The load balancers, which refresh by themselves. */
export function BalancerTable({ organisationId, projectId, initial, order }: Props) {
  const t = useTranslations('balancers')
  const { data } = useQuery({ ...balancerListQuery(organisationId, projectId), initialData: initial })
  if (data.length === 0)
    return (
      <EmptyState icon="balancer" title={t('empty.title')} action={order}>
        {t('empty.text')}
      </EmptyState>
    )
  const hasProjects = new Set(data.map(({ project }) => project.id)).size > 1
  return (
    <ScrollRegion isWhole label={t('title')}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child_:is(th,td)]:border-b-0">
        <caption className="sr-only">{t('caption')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-left">
              {t('column.name')}
            </th>
            <th scope="col" className="text-left">
              {t('column.state')}
            </th>
            <th scope="col" className="text-right">
              {t('column.servers')}
            </th>
            {(['address', 'listeners', 'place'] as const).map((column) => (
              <th key={column} scope="col" className="text-left">
                {t(`column.${column}`)}
              </th>
            ))}
            {hasProjects && (
              <th scope="col" className="text-left">
                {t('column.project')}
              </th>
            )}
          </tr>
        </thead>
        <tbody>
          {data.map((each) => (
            <tr key={each.id}>
              <th scope="row" className="text-left font-medium whitespace-nowrap">
                <TextLink href={routes.org.balancer(organisationId, each.id)}>{each.name}</TextLink>
              </th>
              <td className="stack-end">
                <BalancerPill balancer={each} />
              </td>
              <td data-label={t('column.servers')} className="text-right whitespace-nowrap tabular-nums">
                {each.state === 'active' ? t('upOf', each.servers) : '–'}
              </td>
              <td data-label={t('column.address')}>
                {each.address ? <Copyable text={each.address} what={t('column.address')} /> : '–'}
                {each.dnsNames[0] && (
                  <span className="block max-w-64 truncate text-sm text-ink-2" title={each.dnsNames[0]}>
                    {each.dnsNames[0]}
                  </span>
                )}
              </td>
              <td data-label={t('column.listeners')} className="whitespace-nowrap">
                {listenersText(each.listeners)}
              </td>
              <td data-label={t('column.place')} className="whitespace-nowrap">
                {t('place', { network: each.network.name, zone: each.zone.code })}
              </td>
              {hasProjects && <td data-label={t('column.project')}>{each.project.name}</td>}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

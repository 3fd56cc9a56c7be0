import { useLocale, useTranslations } from 'next-intl'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { StatePill } from '~/components/ui/display/state-pill'
import { TextLink } from '~/components/ui/links/text-link'
import { monthlyCents } from '~/lib/kernel/money'
import { formatHourlyPrice, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { AddressReferences } from '~/lib/ordering/client'
import type { AddressPage, PublicAddressView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import {
  attachAddressAction,
  detachAddressAction,
  releaseAddressAction,
  reserveAddressAction,
} from '../actions'
import { AddressActions } from './address-actions'
import { ReserveAddress } from './reserve-address'

type Props = {
  organisationId: string
  page: AddressPage
  references: AddressReferences | null
  /** Why this person may not reserve an address, or change its target. */
  refusals: { order: string | undefined; operate: string | undefined }
}

/** The organisation's public addresses with their targets, and the reserve button. */
export function AddressesCard({ organisationId, page, references, refusals }: Props) {
  const t = useTranslations('networks.address')
  const locale = useLocale() as Locale
  const { addresses, zones, servers, projects, offer } = page
  const price = offer && BigInt(offer.microCentsPerHour)
  const none = zones.every((zone) => zone.free === 0)
  const blocked = price === null ? t('notSold') : none ? t('noneFree') : refusals.order
  return (
    <Card
      title={t('title')}
      note={
        price === null
          ? undefined
          : t('price', {
              hour: formatHourlyPrice(price, locale),
              month: formatMoney(monthlyCents(price), locale),
            })
      }
      actions={
        <ReserveAddress
          organisationId={organisationId}
          zones={zones}
          projects={projects}
          month={price === null ? '' : formatMoney(monthlyCents(price), locale)}
          references={references}
          isPending={addresses.some((each) => !each.isApplied && !each.isUnverified)}
          refusal={blocked}
          action={reserveAddressAction}
        />
      }
      padded={false}
    >
      {addresses.length === 0 ? (
        <p className="p-4.5 text-ink-2">{t('empty')}</p>
      ) : (
        <ScrollRegion isWhole label={t('title')}>
          <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
            <caption className="sr-only">{t('title')}</caption>
            <thead>
              <tr>
                {(['address', 'zone', 'project', 'target', 'state', 'act'] as const).map((column) => (
                  <th key={column} scope="col" className="text-left">
                    {t(`column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {addresses.map((each) => (
                <tr key={each.id}>
                  <th scope="row" className="text-left font-medium">
                    <Copyable text={each.address} what={t('column.address')} />
                  </th>
                  <td
                    data-label={t('column.zone')}
                    className="whitespace-nowrap"
                  >{`${each.zoneName} ${each.zoneCode}`}</td>
                  <td data-label={t('column.project')}>{each.projectName}</td>
                  <td data-label={t('column.target')}>
                    {each.server ? (
                      <TextLink href={routes.org.instance(organisationId, each.server.id)}>
                        {each.server.name}
                      </TextLink>
                    ) : each.balancer ? (
                      <TextLink href={routes.org.balancer(organisationId, each.balancer.id)}>
                        {each.balancer.name}
                      </TextLink>
                    ) : (
                      '–'
                    )}
                  </td>
                  <td className="stack-end">
                    <AddressState address={each} />
                  </td>
                  <td className="stack-act">
                    {each.balancer ? (
                      <span className="text-sm text-ink-2">{t('ofBalancer')}</span>
                    ) : (
                      <AddressActions
                        organisationId={organisationId}
                        address={each}
                        servers={servers.filter(
                          (server) => server.zoneId === each.zoneId && server.projectId === each.projectId,
                        )}
                        refusal={refusals.operate}
                        attach={attachAddressAction}
                        detach={detachAddressAction}
                        release={releaseAddressAction}
                      />
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
      <p className="border-t border-line px-4.5 py-2.5 text-sm text-ink-2">{t('rulesApply')}</p>
    </Card>
  )
}

function AddressState({
  address: { isApplied, isUnverified, failure, server, balancer },
}: {
  address: PublicAddressView
}) {
  const t = useTranslations('networks.address.state')
  const failures = useTranslations('provisioning.failure')
  if (isUnverified)
    return (
      <span className="grid gap-1">
        <StatePill tone="warn">{t('unverified')}</StatePill>
        <span className="text-sm text-ink-2">{t('unverifiedText')}</span>
      </span>
    )
  if (isApplied)
    return server || balancer ? (
      <StatePill tone="ok">{t('attached')}</StatePill>
    ) : (
      <StatePill tone="off">{t('free')}</StatePill>
    )
  return (
    <span className="grid gap-1">
      <StatePill tone={failure ? 'warn' : 'info'} busy={!failure}>
        {failure ? t('waiting') : t('pending')}
      </StatePill>
      {failure && <span className="text-sm text-ink-2">{failures(failure.code)}</span>}
    </span>
  )
}

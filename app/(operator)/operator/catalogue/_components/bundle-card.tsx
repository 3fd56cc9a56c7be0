import { useLocale, useTranslations } from 'next-intl'
import { formatSize, SizeCells } from '~/components/catalogue/size-cells'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import type { BundleEntry } from '~/lib/catalogue/client'
import { bundleMonthlyCents } from '~/lib/catalogue/client'
import type { Locale } from '~/lib/kernel/text/format'
import { routes } from '~/lib/routes'
import { SalePill } from './sale-pill'

/** All bundles, one row each: contents, current and next price, live resources. */
export function BundleCard({ bundles }: { bundles: readonly BundleEntry[] }) {
  const t = useTranslations('pricing')
  const tCatalogue = useTranslations('catalogue')
  const locale = useLocale() as Locale
  const size = (value: number) => formatSize(value, locale)
  return (
    <Card title={t('bundles')} note={t('bundlesNote', { count: bundles.length })} padded={false}>
      {bundles.length === 0 ? (
        <EmptyState title={t('noBundle.title')}>{t('noBundle.text')}</EmptyState>
      ) : (
        <ScrollRegion isWhole label={t('bundles')}>
          <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
            <caption className="sr-only">{t('bundles')}</caption>
            <thead>
              <tr>
                <th scope="col" className="text-left">
                  {tCatalogue('column.bundle')}
                </th>
                {(['vcpu', 'memory', 'disk', 'volume', 'perHour', 'perMonth'] as const).map((column) => (
                  <th key={column} scope="col" className="text-right">
                    {tCatalogue(`column.${column}`)}
                  </th>
                ))}
                <th scope="col" className="text-right">
                  {t('column.next')}
                </th>
                <th scope="col" className="text-right">
                  {t('column.live')}
                </th>
                <th scope="col" className="text-left">
                  {t('column.state')}
                </th>
              </tr>
            </thead>
            <tbody>
              {bundles.map((bundle) => (
                <tr key={bundle.id}>
                  <th scope="row" className="text-left font-medium whitespace-nowrap">
                    <TextLink href={routes.operator.bundle(bundle.id)}>{bundle.name}</TextLink>
                  </th>
                  <SizeCells bundle={bundle} />
                  <td data-label={tCatalogue('column.volume')} className="text-right whitespace-nowrap">
                    {bundle.volumeClass
                      ? tCatalogue('volumeWithClass', {
                          size: size(bundle.volumeGib),
                          volumeClass: tCatalogue(`volumeClass.${bundle.volumeClass}`),
                        })
                      : size(0)}
                  </td>
                  <Prices microCents={bundle.microCentsPerHour} />
                  <td data-label={t('column.next')} className="text-right whitespace-nowrap">
                    {bundle.next ? (
                      <>
                        <Money cents={bundleMonthlyCents(bundle.next)} />{' '}
                        <span className="text-sm text-ink-3">
                          <Timestamp at={new Date(bundle.next.validFrom)} look="date" />
                        </span>
                      </>
                    ) : (
                      '–'
                    )}
                  </td>
                  <td data-label={t('column.live')} className="text-right">
                    {size(bundle.live)}
                  </td>
                  <td className="stack-end">
                    <SalePill state={bundle.state} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollRegion>
      )}
    </Card>
  )
}

function Prices({ microCents }: { microCents: bigint | null }) {
  const t = useTranslations('catalogue.column')
  if (microCents === null) {
    return (
      <>
        <td data-label={t('perHour')} className="text-right">
          –
        </td>
        <td data-label={t('perMonth')} className="text-right">
          –
        </td>
      </>
    )
  }
  return (
    <>
      <td data-label={t('perHour')} className="text-right">
        <HourlyPrice bare microCents={microCents} />
      </td>
      <td data-label={t('perMonth')} className="text-right">
        <Money bare cents={bundleMonthlyCents({ microCentsPerHour: microCents })} />
      </td>
    </>
  )
}

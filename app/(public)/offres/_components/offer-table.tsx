import { useLocale, useTranslations } from 'next-intl'
import { formatSize, SizeCells } from '~/components/catalogue/size-cells'
import { ScrollRegion } from '~/components/table/scroll-region'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { LinkButton } from '~/components/ui/links/link-button'
import { type BundleView, bundleMonthlyCents } from '~/lib/catalogue/client'
import { formatDate, formatMoney, type Locale } from '~/lib/kernel/text/format'

type Props = {
  bundles: readonly BundleView[]
  /** Announced prices. */
  announced: ReadonlyMap<BundleView['id'], { validFrom: string; microCentsPerHour: bigint }>
  orderHref: (bundleId: string) => string
}

/** All bundles, one row each: contents, price, and order link. */
export function OfferTable({ bundles, announced, orderHref }: Props) {
  const t = useTranslations('catalogue')
  const locale = useLocale() as Locale
  const size = (value: number) => formatSize(value, locale)
  return (
    <ScrollRegion isWhole label={t('table')}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{t('table')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-left">
              {t('column.bundle')}
            </th>
            {(['vcpu', 'memory', 'disk', 'volume', 'perHour', 'perMonth'] as const).map((column) => (
              <th key={column} scope="col" className="text-right">
                {t(`column.${column}`)}
              </th>
            ))}
            <th scope="col">
              <span className="sr-only">{t('order')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {bundles.map((bundle) => (
            <tr key={bundle.id}>
              <th scope="row" className="text-left font-medium whitespace-nowrap">
                {bundle.name}
                {/* Below this width the price columns are scrolled out of view; a phone shows each row as a block. */}
                <span className="hidden text-sm font-normal text-ink-2 sm:max-md:block">
                  {t('monthly', { price: formatMoney(bundleMonthlyCents(bundle), locale) })}
                </span>
              </th>
              <SizeCells bundle={bundle} />
              <td data-label={t('column.volume')} className="text-right whitespace-nowrap">
                {bundle.volumeClass
                  ? t('volumeWithClass', {
                      size: size(bundle.volumeGib),
                      volumeClass: t(`volumeClass.${bundle.volumeClass}`),
                    })
                  : size(0)}
              </td>
              <td data-label={t('column.perHour')} className="text-right">
                <HourlyPrice microCents={bundle.microCentsPerHour} bare />
              </td>
              <td data-label={t('column.perMonth')} className="stack-end text-right">
                <Money cents={bundleMonthlyCents(bundle)} bare />
                <Coming next={announced.get(bundle.id)} />
              </td>
              <td className="stack-act text-right">
                <LinkButton href={orderHref(bundle.id)} size="sm">
                  {t('order')}
                  <span className="sr-only">{bundle.name}</span>
                </LinkButton>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

/** Shows an announced price. */
function Coming({ next }: { next: { validFrom: string; microCentsPerHour: bigint } | undefined }) {
  const t = useTranslations('catalogue')
  const locale = useLocale() as Locale
  if (!next) return null
  const amount = formatMoney(bundleMonthlyCents(next), locale)
  return (
    <span className="block text-sm whitespace-nowrap text-ink-3">
      {t('coming', { amount, date: formatDate(new Date(next.validFrom), locale) })}
    </span>
  )
}

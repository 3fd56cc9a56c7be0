'use client'
import { useTranslations } from 'next-intl'
import { useBundleText } from '~/components/catalogue/use-bundle-text'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Money } from '~/components/ui/display/money'
import { compactControlClass } from '~/components/ui/fields/field-class'
import { type BundleView, type EstimateChoice, estimate, quantityMax } from '~/lib/catalogue/client'
import { monthlyCents } from '~/lib/kernel/money'

type Props = {
  bundles: readonly BundleView[]
  choice: EstimateChoice
  onChange: (slug: string, quantity: number) => void
}

/** Every bundle with its quantity and monthly price. */
export function BundleQuantities({ bundles, choice, onChange }: Props) {
  const t = useTranslations('catalogue')
  const holds = useBundleText()
  const one = (bundle: BundleView) =>
    estimate([bundle], { ...choice, quantities: new Map([[bundle.slug, 1]]) }).netCents
  return (
    <ScrollRegion isWhole label={t('estimate.bundles')}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{t('estimate.bundles')}</caption>
        <thead>
          <tr>
            <th scope="col" className="text-left">
              {t('column.bundle')}
            </th>
            <th scope="col" className="text-right">
              {t('estimate.perUnit')}
            </th>
            <th scope="col" className="text-right">
              {t('estimate.quantity')}
            </th>
            <th scope="col" className="text-right">
              {t('estimate.total')}
            </th>
          </tr>
        </thead>
        <tbody>
          {bundles.map((bundle) => {
            const quantity = choice.quantities.get(bundle.slug) ?? 0
            return (
              <tr key={bundle.id}>
                <th scope="row" className="text-left font-medium">
                  <span className="whitespace-nowrap">{bundle.name}</span>
                  <span className="block min-w-28 text-sm font-normal whitespace-normal text-ink-3">
                    {holds(bundle)}
                  </span>
                </th>
                <td data-label={t('estimate.perUnit')} className="text-right">
                  <Money bare cents={one(bundle)} />
                  {bundle.listMicroCentsPerHour !== undefined && (
                    <span className="block text-xs text-ink-3">
                      <span className="sr-only">{t('estimate.publicPrice')} </span>
                      <s>
                        <Money bare cents={monthlyCents(bundle.listMicroCentsPerHour)} />
                      </s>
                    </span>
                  )}
                </td>
                <td className="stack-act text-right">
                  <input
                    type="number"
                    name={bundle.slug}
                    aria-label={t('estimate.quantityOf', { name: bundle.name })}
                    inputMode="numeric"
                    min={0}
                    max={quantityMax}
                    step={1}
                    defaultValue={quantity === 0 ? '' : quantity}
                    placeholder="0"
                    onChange={(event) => {
                      const typed = event.currentTarget.valueAsNumber
                      const whole = Number.isFinite(typed) ? Math.trunc(typed) : 0
                      onChange(bundle.slug, Math.min(quantityMax, Math.max(0, whole)))
                    }}
                    className={`${compactControlClass} w-18 text-right tabular-nums`}
                  />
                </td>
                <td data-label={t('estimate.total')} className="stack-end text-right">
                  {quantity === 0 ? '–' : <Money bare cents={one(bundle) * BigInt(quantity)} />}
                </td>
              </tr>
            )
          })}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { formatSize, SizeCells } from '~/components/catalogue/size-cells'
import { useBundleText } from '~/components/catalogue/use-bundle-text'
import { ScrollRegion } from '~/components/table/scroll-region'
import { Card } from '~/components/ui/display/card'
import { HourlyPrice, Money } from '~/components/ui/display/money'
import { radioClass } from '~/components/ui/fields/checkbox-class'
import { chipClass } from '~/components/ui/fields/chip-class'
import type { ZoneView } from '~/lib/catalogue/client'
import {
  type BundleFamily,
  type BundleView,
  bundleFamilies,
  bundleMonthlyCents,
} from '~/lib/catalogue/client'
import { monthlyCents } from '~/lib/kernel/money'
import { formatMoney, type Locale } from '~/lib/kernel/text/format'
import { freeStock, type Offer, zonesWithRoom } from '~/lib/ordering/client'
import { StockCell } from './stock-cell'

type Props = { offer: Offer; zone: ZoneView | undefined; value: string; onChange: (bundleId: string) => void }

/** The bundles of one family as rows of one radio group: arrow keys move, the whole row can be pressed. */
export function BundleTable({ offer, zone, value, onChange }: Props) {
  const t = useTranslations('catalogue')
  const o = useTranslations('ordering.bundle')
  const chosen = offer.bundles.find(({ id }) => id === value)
  const [looked, setLooked] = useState<BundleFamily | 'all' | null>(null)
  const present = bundleFamilies.filter((each) => offer.bundles.some((bundle) => bundle.family === each))
  const family = looked ?? chosen?.family ?? present[0] ?? 'all'
  const rows = offer.bundles.filter((bundle) => family === 'all' || bundle.family === family)
  const zoneName = zone?.name ?? ''
  const has = {
    servers: rows.some(({ kind }) => kind !== 'storage'),
    volumes: rows.some(({ volumeGib }) => volumeGib > 0),
  }
  return (
    <Card
      title={o('title')}
      note={family === 'all' ? undefined : o(`for.${family}`)}
      padded={false}
      actions={
        <fieldset className="flex flex-wrap gap-2">
          <legend className="sr-only">{t('families')}</legend>
          {([...present, 'all'] as const).map((each) => (
            <label key={each} className={chipClass}>
              <input
                type="radio"
                name="family"
                className="sr-only"
                checked={family === each}
                onChange={() => setLooked(each)}
              />
              {t(`family.${each}`)}
            </label>
          ))}
        </fieldset>
      }
    >
      {/* The frame scrolls sideways on narrow screens, so it is focusable. */}
      <ScrollRegion isWhole label={o('table', { zone: zoneName })}>
        <table className="data-table stacked w-full sm:[&_:is(td,th):not(:first-child)]:pl-2 sm:[&_:is(td,th):not(:last-child)]:pr-2 sm:[&_tbody_td]:py-1.5 [&_thead_th]:whitespace-normal">
          <caption className="sr-only">{o('table', { zone: zoneName })}</caption>
          <thead>
            <tr>
              <th scope="col" className="text-left">
                {t('column.bundle')}
              </th>
              {has.servers && <ServerHeads />}
              {has.volumes && (
                <th scope="col" className="text-right">
                  {t('column.volume')}
                </th>
              )}
              <th scope="col" className="text-left">
                {o('freeIn', { zone: zoneName })}
              </th>
              <th scope="col" className="text-right">
                {t('column.perHour')}
              </th>
              <th scope="col" className="text-right">
                {t('column.perMonth')}
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map((bundle) => (
              <BundleRow
                key={bundle.id}
                bundle={bundle}
                has={has}
                offer={offer}
                zone={zone}
                isChosen={bundle.id === value}
                onChoose={() => onChange(bundle.id)}
              />
            ))}
          </tbody>
        </table>
      </ScrollRegion>
    </Card>
  )
}

function ServerHeads() {
  const t = useTranslations('catalogue.column')
  return (['vcpu', 'memory', 'disk'] as const).map((each) => (
    <th key={each} scope="col" className="text-right">
      {t(each)}
    </th>
  ))
}

type RowProps = {
  bundle: BundleView
  offer: Offer
  zone: ZoneView | undefined
  has: { servers: boolean; volumes: boolean }
  isChosen: boolean
  onChoose: () => void
}

function BundleRow({ bundle, offer, zone, has, isChosen, onChoose }: RowProps) {
  const t = useTranslations('catalogue')
  const o = useTranslations('ordering.bundle')
  const locale = useLocale() as Locale
  const id = `bundle-${bundle.id}`
  const isSoldOut = !zone || freeStock(offer.stock, zone.id, bundle.id) === 0
  const bundleText = useBundleText()
  const monthly = t('monthly', { price: formatMoney(bundleMonthlyCents(bundle), locale) })
  const size = (value: number) => formatSize(value, locale)
  return (
    <tr onClick={onChoose} className={`cursor-pointer ${isSoldOut ? 'text-ink-3' : ''}`}>
      <td className="whitespace-nowrap">
        <label htmlFor={id} className="flex items-center gap-3 font-medium">
          <input
            type="radio"
            id={id}
            name="bundle"
            value={bundle.id}
            checked={isChosen}
            onChange={onChoose}
            aria-describedby={`${id}-facts ${id}-stock`}
            className={radioClass}
          />
          <span id={`${id}-facts`} hidden>
            {`${bundleText(bundle)} · ${monthly}`}
          </span>
          <span>
            {bundle.name}
            {bundle.instanceType === 'virtual-machine' && (
              <span className="ml-2 text-sm font-normal text-ink-3">{o('virtualMachine')}</span>
            )}
            {/* Below this width the price columns are scrolled out of view; a phone shows each row as a block. */}
            <span className="hidden text-sm font-normal text-ink-2 sm:max-md:block">{monthly}</span>
          </span>
        </label>
      </td>
      {has.servers && <SizeCells bundle={bundle} />}
      {has.volumes && (
        <td data-label={t('column.volume')} className="text-right">
          {size(bundle.volumeGib)}
          {bundle.volumeClass && (
            <span className="ml-1.5 text-xs text-ink-3">{t(`volumeClass.${bundle.volumeClass}`)}</span>
          )}
        </td>
      )}
      <td id={`${id}-stock`} data-label={o('freeIn', { zone: zone?.name ?? '' })}>
        <StockCell
          stock={zone && offer.stock[zone.id]?.[bundle.id]}
          zone={zone}
          elsewhere={zonesWithRoom(offer, bundle.id, 1)[0]}
        />
      </td>
      <td data-label={t('column.perHour')} className="text-right">
        <HourlyPrice microCents={bundle.microCentsPerHour} bare />
      </td>
      <td data-label={t('column.perMonth')} className="stack-end text-right">
        <Money cents={bundleMonthlyCents(bundle)} bare />
        {bundle.listMicroCentsPerHour !== undefined && (
          <span className="block text-xs text-ink-3">
            <span className="sr-only">{o('publicPrice')} </span>
            <s>
              <Money cents={monthlyCents(bundle.listMicroCentsPerHour)} bare />
            </s>
          </span>
        )}
      </td>
    </tr>
  )
}

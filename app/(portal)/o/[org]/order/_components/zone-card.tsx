'use client'
import { useLocale, useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { Card } from '~/components/ui/display/card'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { type BundleView, isFixed, type ZoneView } from '~/lib/catalogue/client'
import { formatElapsedMs, type Locale } from '~/lib/kernel/text/format'
import type { ReadyTimes } from '~/lib/ordering/client'

type Props = {
  zones: readonly ZoneView[]
  bundle: BundleView | undefined
  ready: ReadyTimes
  promisedSeconds: Readonly<Record<string, number>>
  value: string
  onChange: (zoneId: string) => void
  children?: ReactNode
}

/** Zones, each with the measured delivery time, or the contract's promise until one is measured. */
export function ZoneCard({ zones, bundle, ready, promisedSeconds, value, onChange, children }: Props) {
  const t = useTranslations('ordering.zone')
  const locale = useLocale() as Locale
  const note = (zone: ZoneView) => {
    if (zone.state === 'unreachable') return t('unreachable')
    if (zone.state !== 'in_service') return t('maintenance')
    const milliseconds = readyIn(ready, zone.id, bundle)
    if (milliseconds !== null) return t('ready', { duration: formatElapsedMs(milliseconds, locale) })
    const promised = bundle && promisedSeconds[bundle.id]
    return promised === undefined
      ? t('notMeasured')
      : t('promised', { duration: formatElapsedMs(promised * 1_000, locale) })
  }
  const isSet = isFixed(bundle?.fields, 'zone')
  const offered = isSet ? zones.filter((zone) => zone.id === value) : zones
  return (
    <Card title={t('title')} note={isSet ? t('set') : undefined}>
      <RadioGroup
        name="zone"
        legend={t('legend')}
        legendHidden
        value={value}
        onValueChange={onChange}
        className="-my-2.5"
        options={offered.map((zone) => ({
          value: zone.id,
          label: (
            <>
              {zone.name} <span className="font-mono text-sm text-ink-3">{zone.code}</span>
            </>
          ),
          note: note(zone),
        }))}
      />
      {children}
    </Card>
  )
}

/** The measured delivery time of the choice in milliseconds, or null. */
export function readyIn(ready: ReadyTimes, zoneId: string, bundle: BundleView | undefined): number | null {
  return ready[zoneId]?.[bundle?.kind === 'storage' ? 'volume' : 'instance'] ?? null
}

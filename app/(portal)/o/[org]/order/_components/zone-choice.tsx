'use client'
import { useLocale, useTranslations } from 'next-intl'
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
}

/** Zones on one line, each with the measured delivery time, or the contract's promise until one is measured. */
export function ZoneChoice({ zones, bundle, ready, promisedSeconds, value, onChange }: Props) {
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
    <RadioGroup
      name="zone"
      legend={t('title')}
      hint={isSet ? t('set') : undefined}
      look="chips"
      value={value}
      onValueChange={onChange}
      options={offered.map((zone) => ({
        value: zone.id,
        label: (
          <>
            <span className="font-medium">{zone.name}</span>{' '}
            <span className="font-mono text-sm text-ink-3">{zone.code}</span>
          </>
        ),
        note: note(zone),
      }))}
    />
  )
}

/** The measured delivery time of the choice in milliseconds, or null. */
export function readyIn(ready: ReadyTimes, zoneId: string, bundle: BundleView | undefined): number | null {
  return ready[zoneId]?.[bundle?.kind === 'storage' ? 'volume' : 'instance'] ?? null
}

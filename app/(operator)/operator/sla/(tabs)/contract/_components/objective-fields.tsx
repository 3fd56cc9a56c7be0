'use client'
import { useTranslations } from 'next-intl'
import { TextField } from '~/components/ui/fields/text-field'
import type { ContractView } from '~/lib/sla/client'
import { toPercent } from './to-percent'

/** Three figures next to the bundle's name, or below it on narrow screens. */
const line = 'grid grid-cols-3 items-center gap-x-3 gap-y-1 sm:grid-cols-[11rem_repeat(3,minmax(0,1fr))]'

/** The objectives of each bundle, one line each. */
export function BundleFields({ bundles }: Pick<ContractView, 'bundles'>) {
  const t = useTranslations('slaOperator.contract')
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold max-sm:sr-only">{t('bundles')}</legend>
      <div aria-hidden="true" className={`${line} text-sm text-ink-3`}>
        <span className="max-sm:hidden">{t('bundle')}</span>
        <span>{t('availabilityUnit')}</span>
        <span>{t('supportUnit')}</span>
        <span>{t('provisioningUnit')}</span>
      </div>
      {bundles.map(({ bundleId, name, availabilityPpm, supportResponseMinutes, provisioningSeconds }, at) => (
        <div key={bundleId} className={line}>
          <p aria-hidden="true" className="max-sm:col-span-3">
            {name}
            <input type="hidden" name={`bundles.${at}.bundleId`} value={bundleId} />
          </p>
          <TextField
            name={`bundles.${at}.availability`}
            label={t('availabilityOf', { name })}
            labelHidden
            defaultValue={toPercent(availabilityPpm)}
            inputMode="decimal"
            maxLength={9}
          />
          <TextField
            name={`bundles.${at}.supportResponseMinutes`}
            label={t('supportOf', { name })}
            labelHidden
            defaultValue={supportResponseMinutes}
            inputMode="numeric"
            maxLength={5}
          />
          <TextField
            name={`bundles.${at}.provisioningSeconds`}
            label={t('provisioningOf', { name })}
            labelHidden
            defaultValue={provisioningSeconds}
            inputMode="numeric"
            maxLength={5}
          />
        </div>
      ))}
    </fieldset>
  )
}

/** The objectives of each zone. */
export function ZoneFields({ zones }: Pick<ContractView, 'zones'>) {
  const t = useTranslations('slaOperator.contract')
  return (
    <fieldset className="grid gap-3 sm:grid-cols-3">
      <legend className="mb-2 font-semibold max-sm:sr-only">{t('zoneObjectives')}</legend>
      {zones.map(({ zoneId, name, availabilityPpm }, at) => (
        <div key={zoneId}>
          <input type="hidden" name={`zones.${at}.zoneId`} value={zoneId} />
          <TextField
            name={`zones.${at}.availability`}
            label={t('availabilityOf', { name })}
            defaultValue={toPercent(availabilityPpm)}
            inputMode="decimal"
            maxLength={9}
          />
        </div>
      ))}
    </fieldset>
  )
}

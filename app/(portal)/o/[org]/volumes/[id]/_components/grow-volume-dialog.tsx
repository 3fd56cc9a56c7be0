'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ChangeNote } from '~/components/ordering/change-note'
import { FieldContext } from '~/components/ui/fields/field-context'
import { RadioGroup } from '~/components/ui/fields/radio-group'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { formatGb, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { WaitsFrom } from '~/lib/ordering/client'
import type { GrowthChoice, VolumeView } from '~/lib/resources/client'
import type { VolumeActs } from './use-volume-actions'

type Props = {
  volume: VolumeView
  choices: readonly GrowthChoice[]
  waitsFrom: WaitsFrom
  onClose: () => void
  save: VolumeActs['grow']
}

/** The larger bundles of the volume's class with their prices, and the total that the choice adds. */
export function GrowVolumeDialog({ volume, choices, waitsFrom, onClose, save }: Props) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  // The page may be older than the volume, which is polled during operations.
  const larger = choices.filter((choice) => choice.volumeGib > volume.sizeGib)
  const [bundleId, setBundleId] = useState(larger[0]?.bundleId)
  const chosen = choices.find((choice) => choice.bundleId === bundleId)
  const ownCents = BigInt(chosen?.moreCents ?? 0)
  const keptCents = BigInt(chosen?.keptMoreCents ?? 0)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('grow.title', { name: volume.name })}
      confirmLabel={t('action.grow')}
      onConfirm={() =>
        bundleId ? save(bundleId) : Promise.resolve({ ok: false as const, code: 'invalid_input' })
      }
    >
      <p>{larger.length > 0 ? t('grow.text') : t('grow.none')}</p>
      <FieldContext value={null}>
        <RadioGroup
          name="grow-bundle"
          legend={t('grow.legend')}
          {...(bundleId && { value: bundleId })}
          onValueChange={(value) => setBundleId(value as GrowthChoice['bundleId'])}
          options={larger.map((choice) => ({
            value: choice.bundleId,
            label: choice.name,
            hint: formatGb(choice.volumeGib, locale),
            note: t('resize.note', { price: formatMoney(BigInt(choice.monthlyCents), locale) }),
          }))}
        />
      </FieldContext>
      {chosen && (
        <p>
          {t('grow.more', { price: formatMoney(ownCents, locale) })}{' '}
          {keptCents > 0n && t('grow.kept', { count: chosen.kept, price: formatMoney(keptCents, locale) })}{' '}
          {t('grow.later')}
        </p>
      )}
      <ChangeNote moreCents={ownCents + keptCents} from={waitsFrom} />
    </ConfirmDialog>
  )
}

'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ChangeNote } from '~/components/ordering/change-note'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { FieldContext } from '~/components/ui/field-context'
import { RadioGroup } from '~/components/ui/radio-group'
import type { VolumeView } from '~/lib/compute/client'
import { formatGb, formatMoney, type Locale } from '~/lib/kernel/format'
import type { CopyChoice, WaitsFrom } from '~/lib/ordering/client'
import type { VolumeActs } from './use-volume-actions'

type Props = {
  volume: VolumeView
  choices: readonly CopyChoice[]
  waitsFrom: WaitsFrom
  onClose: () => void
  save: VolumeActs['grow']
}

/** The larger bundles of the volume's class, each with its price. */
export function GrowVolumeDialog({ volume, choices, waitsFrom, onClose, save }: Props) {
  const t = useTranslations('compute')
  const locale = useLocale() as Locale
  const larger = choices.filter(
    (choice) => choice.volumeClass === volume.volumeClass && choice.volumeGib > volume.sizeGib,
  )
  const [bundleId, setBundleId] = useState(larger[0]?.bundleId)
  const chosen = choices.find((choice) => choice.bundleId === bundleId)
  const moreCents = chosen ? BigInt(chosen.monthlyCents) - BigInt(volume.monthlyCents) : 0n
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
          onValueChange={(value) => setBundleId(value as CopyChoice['bundleId'])}
          options={larger.map((choice) => ({
            value: choice.bundleId,
            label: choice.name,
            hint: formatGb(choice.volumeGib, locale),
            note: t('resize.note', { price: formatMoney(BigInt(choice.monthlyCents), locale) }),
          }))}
        />
      </FieldContext>
      <ChangeNote moreCents={moreCents} from={waitsFrom} />
    </ConfirmDialog>
  )
}

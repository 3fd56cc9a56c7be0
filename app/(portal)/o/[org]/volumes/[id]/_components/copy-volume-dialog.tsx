'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { FieldContext } from '~/components/ui/field-context'
import { RadioGroup } from '~/components/ui/radio-group'
import { formatDateTime, formatGb, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { CopyChoice } from '~/lib/ordering/client'
import type { SnapshotView, VolumeView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { VolumeActs } from './use-volume-actions'

type Props = {
  organisationId: string
  volume: VolumeView
  /** What is copied; without one, what the volume holds now. */
  snapshot: SnapshotView | undefined
  choices: readonly CopyChoice[]
  onClose: () => void
  save: VolumeActs['copy']
}

/** Orders a volume that begins as a copy: its name, its bundle and price; then the order is shown on its way. */
export function CopyVolumeDialog({ organisationId, volume, snapshot, choices, onClose, save }: Props) {
  const t = useTranslations('snapshots')
  const compute = useTranslations('compute')
  const locale = useLocale() as Locale
  const router = useRouter()
  // One key for as long as the dialog is open: a second press is the same order.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [name, setName] = useState('')
  const [bundleId, setBundleId] = useState(choices[0]?.bundleId)
  const order = async () => {
    if (!bundleId) return { ok: false as const, code: 'invalid_input' as const }
    const of = snapshot ? { snapshotId: snapshot.id } : {}
    const result = await save({ idempotencyKey, bundleId, name: name.trim(), ...of })
    if (result.ok) router.push(routes.org.orderDetail(organisationId, result.data.orderId))
    return result
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('copyTitle', { name: snapshot?.name ?? volume.name })}
      confirmLabel={t('copyOrder')}
      onConfirm={order}
    >
      <p>
        {snapshot
          ? t('copyOfSnapshot', {
              volume: volume.name,
              at: formatDateTime(new Date(snapshot.takenAt ?? snapshot.createdAt), locale),
            })
          : t('copyOfVolume', { volume: volume.name })}
      </p>
      {!snapshot && volume.state === 'attached' && <p className="text-ink-2">{t('copyAttached')}</p>}
      <FieldContext value={null}>
        <MachineNameField name="copy-name" label={t('copyName')} value={name} onChange={setName} />
        {choices.length === 0 ? (
          <p className="text-ink-2">{t('copyNone')}</p>
        ) : (
          <RadioGroup
            name="copy-bundle"
            legend={t('copyBundle')}
            {...(bundleId && { value: bundleId })}
            onValueChange={(value) => setBundleId(value as CopyChoice['bundleId'])}
            options={choices.map((choice) => ({
              value: choice.bundleId,
              label: choice.name,
              hint: `${formatGb(choice.volumeGib, locale)} · ${compute(`volumeClass.${choice.volumeClass}`)}`,
              note: compute('resize.note', { price: formatMoney(BigInt(choice.monthlyCents), locale) }),
            }))}
          />
        )}
      </FieldContext>
    </ConfirmDialog>
  )
}

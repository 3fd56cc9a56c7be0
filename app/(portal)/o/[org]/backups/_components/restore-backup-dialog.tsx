'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { FieldContext } from '~/components/ui/field-context'
import { RadioGroup } from '~/components/ui/radio-group'
import type { ActionResult } from '~/lib/kernel/action-result'
import { formatDateTime, formatGb, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { CopyChoice } from '~/lib/ordering/client'
import type { BackupView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'

type Order = { idempotencyKey: string; bundleId: CopyChoice['bundleId']; name: string }
type Props = {
  organisationId: string
  backup: BackupView
  choices: readonly CopyChoice[]
  onClose: () => void
  save: (order: Order) => Promise<ActionResult<{ orderId: string }>>
}

/** Orders a volume that begins as a backup: its name, its bundle and price; then the order on its way. */
export function RestoreBackupDialog({ organisationId, backup, choices, onClose, save }: Props) {
  const t = useTranslations('backups')
  const locale = useLocale() as Locale
  const router = useRouter()
  // One key for as long as the dialog is open: a second press is the same order.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [name, setName] = useState('')
  const fitting = choices.filter((choice) => choice.volumeGib >= backup.sizeGib)
  const [bundleId, setBundleId] = useState(fitting[0]?.bundleId)
  const order = async () => {
    if (!bundleId) return { ok: false as const, code: 'invalid_input' as const }
    const result = await save({ idempotencyKey, bundleId, name: name.trim() })
    if (result.ok) router.push(routes.org.orderDetail(organisationId, result.data.orderId))
    return result
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('restoreTitle', { name: backup.name })}
      confirmLabel={t('restoreOrder')}
      onConfirm={order}
    >
      <p>
        {t('restoreText', {
          volume: backup.volume.name,
          zone: backup.zone.name,
          at: formatDateTime(new Date(backup.takenAt ?? backup.createdAt), locale),
        })}
      </p>
      <FieldContext value={null}>
        <MachineNameField name="restore-name" label={t('restoreName')} value={name} onChange={setName} />
        {fitting.length === 0 ? (
          <p className="text-ink-2">{t('restoreNone')}</p>
        ) : (
          <RadioGroup
            name="restore-bundle"
            legend={t('restoreBundle')}
            {...(bundleId && { value: bundleId })}
            onValueChange={(value) => setBundleId(value as CopyChoice['bundleId'])}
            options={fitting.map((choice) => ({
              value: choice.bundleId,
              label: choice.name,
              hint: formatGb(choice.volumeGib, locale),
              note: t('price', { price: formatMoney(BigInt(choice.monthlyCents), locale) }),
            }))}
          />
        )}
      </FieldContext>
    </ConfirmDialog>
  )
}

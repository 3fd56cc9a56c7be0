'use client'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { useSpecText } from '~/components/compute/bundle-spec'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { FieldContext } from '~/components/ui/field-context'
import { RadioGroup } from '~/components/ui/radio-group'
import { formatDateTime, formatMoney, type Locale } from '~/lib/kernel/text/format'
import type { ServerChoice } from '~/lib/ordering/client'
import type { InstanceSnapshotView, InstanceView } from '~/lib/resources/client'
import { routes } from '~/lib/routes'
import type { SnapshotActs } from './use-snapshot-actions'

type Props = {
  organisationId: string
  instance: InstanceView
  snapshot: InstanceSnapshotView
  choices: readonly ServerChoice[]
  onClose: () => void
  save: SnapshotActs['copy']
}

/** Orders a server that begins as a snapshot: its name, its bundle and price; then the order on its way. */
export function CopyInstanceDialog({ organisationId, instance, snapshot, choices, onClose, save }: Props) {
  const t = useTranslations('snapshots')
  const compute = useTranslations('compute')
  const locale = useLocale() as Locale
  const spec = useSpecText()
  const router = useRouter()
  // One key for as long as the dialog is open: a second press is the same order.
  const [idempotencyKey] = useState(() => crypto.randomUUID())
  const [name, setName] = useState('')
  const fitting = choices.filter((choice) => choice.rootDiskGib >= snapshot.sizeGib)
  const [bundleId, setBundleId] = useState(fitting[0]?.bundleId)
  const order = async () => {
    if (!bundleId) return { ok: false as const, code: 'invalid_input' as const }
    const result = await save({ idempotencyKey, snapshotId: snapshot.id, bundleId, name: name.trim() })
    if (result.ok) router.push(routes.org.orderDetail(organisationId, result.data.orderId))
    return result
  }
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('server.copyTitle', { name: snapshot.name })}
      confirmLabel={t('server.copyOrder')}
      onConfirm={order}
    >
      <p>
        {t('server.copyText', {
          server: instance.name,
          at: formatDateTime(new Date(snapshot.takenAt ?? snapshot.createdAt), locale),
        })}
      </p>
      <FieldContext value={null}>
        <MachineNameField name="copy-name" label={t('server.copyName')} value={name} onChange={setName} />
        {fitting.length === 0 ? (
          <p className="text-ink-2">{t('server.copyNone')}</p>
        ) : (
          <RadioGroup
            name="copy-bundle"
            legend={t('server.copyBundle')}
            {...(bundleId && { value: bundleId })}
            onValueChange={(value) => setBundleId(value as ServerChoice['bundleId'])}
            options={fitting.map((choice) => ({
              value: choice.bundleId,
              label: choice.name,
              hint: spec(choice),
              note: compute('resize.note', { price: formatMoney(BigInt(choice.monthlyCents), locale) }),
            }))}
          />
        )}
      </FieldContext>
    </ConfirmDialog>
  )
}

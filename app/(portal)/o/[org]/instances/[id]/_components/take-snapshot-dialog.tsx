'use client'
import { useLocale, useTranslations } from 'next-intl'
import { useState } from 'react'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { FieldContext } from '~/components/ui/field-context'
import { TextField } from '~/components/ui/text-field'
import type { InstanceView } from '~/lib/compute/client'
import type { ActionResult } from '~/lib/kernel/action-result'
import { formatGb, type Locale } from '~/lib/kernel/format'

type Props = {
  instance: InstanceView
  price: string
  onClose: () => void
  save: (name: string) => Promise<ActionResult<unknown>>
}

/** Asks for a name and says what it will cost, before anything is taken. */
export function TakeSnapshotDialog({ instance, price, onClose, save }: Props) {
  const t = useTranslations('snapshots')
  const rename = useTranslations('compute.rename')
  const locale = useLocale() as Locale
  const [name, setName] = useState('')
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('takeTitle', { name: instance.name })}
      confirmLabel={t('take')}
      onConfirm={() => save(name.trim())}
    >
      <p>{t('server.takeText', { price, size: formatGb(instance.bundle.rootDiskGib, locale) })}</p>
      {instance.state === 'running' && <p className="text-ink-2">{t('server.takeRunning')}</p>}
      <FieldContext value={null}>
        <TextField
          name="snapshot-name"
          label={t('name')}
          hint={rename('hint')}
          value={name}
          maxLength={63}
          autoComplete="off"
          spellCheck={false}
          mono
          onChange={(event) => setName(event.currentTarget.value)}
        />
      </FieldContext>
    </ConfirmDialog>
  )
}

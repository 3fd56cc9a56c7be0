'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { FieldContext } from '~/components/ui/fields/field-context'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = {
  /** The name of the volume or server. */
  of: string
  /** What is kept, and its price. */
  text: string
  /** The effect of taking it from a disk in use. */
  notice: string | null
  /** Whether the snapshot needs approval. */
  note: ReactNode
  onClose: () => void
  save: (name: string) => Promise<ActionResult<unknown>>
}

/** Asks for a name and shows the price before taking a snapshot. */
export function TakeSnapshotDialog({ of, text, notice, note, onClose, save }: Props) {
  const t = useTranslations('snapshots')
  const [name, setName] = useState('')
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('takeTitle', { name: of })}
      confirmLabel={t('take')}
      onConfirm={() => save(name.trim())}
    >
      <p>{text}</p>
      {notice && <p className="text-ink-2">{notice}</p>}
      <FieldContext value={null}>
        <MachineNameField name="snapshot-name" label={t('name')} value={name} onChange={setName} />
      </FieldContext>
      {note}
    </ConfirmDialog>
  )
}

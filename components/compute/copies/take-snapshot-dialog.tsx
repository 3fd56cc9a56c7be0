'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { MachineNameField } from '~/components/compute/machine-name-field'
import { FieldContext } from '~/components/ui/fields/field-context'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { ActionResult } from '~/lib/kernel/action-result'
import { parisDay } from '~/lib/kernel/time/paris-day'

type Props = {
  /** The name of the volume or server. */
  of: string
  /** The names of its other snapshots. */
  taken: readonly string[]
  /** What is kept, and its price. */
  text: string
  /** The effect of taking it from a disk in use. */
  notice: string | null
  /** Whether the snapshot needs approval. */
  note: ReactNode
  onClose: () => void
  save: (name: string) => Promise<ActionResult<unknown>>
}

/** Proposes a name and shows the price before taking a snapshot. */
export function TakeSnapshotDialog({ of, taken, text, notice, note, onClose, save }: Props) {
  const t = useTranslations('snapshots')
  const [name, setName] = useState(() => proposedName(t('proposed', { day: parisDay(new Date()) }), taken))
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

/** The name, or the first of its numbered forms that is free. */
function proposedName(name: string, taken: readonly string[]): string {
  const forms = [name, ...taken.map((_, index) => `${name}-${index + 2}`)]
  return forms.find((form) => !taken.includes(form)) ?? ''
}

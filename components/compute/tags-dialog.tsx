'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Button } from '~/components/ui/button'
import { ConfirmDialog } from '~/components/ui/confirm-dialog'
import { controlClass } from '~/components/ui/field-class'
import { Icon } from '~/components/ui/icon'
import type { ActionResult } from '~/lib/kernel/action-result'

type Row = { id: number; key: string; value: string }
type Props = {
  name: string
  tags: Record<string, string>
  onClose: () => void
  save: (tags: Record<string, string>) => Promise<ActionResult<unknown>>
}

/** Changes the tags of a resource as a whole; rows left empty are dropped. Mounted while it is open. */
export function TagsDialog({ name, tags, onClose, save }: Props) {
  const t = useTranslations('compute')
  const [rows, setRows] = useState<Row[]>(() =>
    Object.entries(tags).map(([key, value], id) => ({ id, key, value })),
  )
  const set = (id: number, change: Partial<Row>) =>
    setRows(rows.map((row) => (row.id === id ? { ...row, ...change } : row)))
  const nextId = Math.max(-1, ...rows.map((row) => row.id)) + 1
  const filled = rows.map(({ key, value }) => [key.trim(), value.trim()]).filter(([key]) => key)
  return (
    <ConfirmDialog
      isOpen
      onClose={onClose}
      title={t('tags.title', { name })}
      confirmLabel={t('action.save')}
      onConfirm={() => save(Object.fromEntries(filled))}
    >
      <p className="text-ink-2">{t('tags.text')}</p>
      {rows.length === 0 && <p>{t('tags.none')}</p>}
      <ul className="grid gap-2">
        {rows.map((row) => (
          <li key={row.id} className="grid grid-cols-[1fr_1fr_auto] items-center gap-2">
            <input
              aria-label={t('tags.key')}
              value={row.key}
              maxLength={32}
              onChange={(event) => set(row.id, { key: event.currentTarget.value })}
              className={controlClass('font-mono text-sm')}
            />
            <input
              aria-label={t('tags.value')}
              value={row.value}
              maxLength={64}
              onChange={(event) => set(row.id, { value: event.currentTarget.value })}
              className={controlClass('font-mono text-sm')}
            />
            <Button
              size="sm"
              variant="quiet"
              aria-label={t('action.removeTag', { key: row.key })}
              onClick={() => setRows(rows.filter((other) => other.id !== row.id))}
            >
              <Icon name="trash" size={16} />
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button
          size="sm"
          icon={<Icon name="plus" size={15} />}
          onClick={() => setRows([...rows, { id: nextId, key: '', value: '' }])}
        >
          {t('action.add')}
        </Button>
      </div>
    </ConfirmDialog>
  )
}

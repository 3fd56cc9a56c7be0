'use client'
import { useTranslations } from 'next-intl'
import { useRef, useState } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { controlClass } from '~/components/ui/fields/field-class'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { takeFocus } from '~/components/ui/overlays/take-focus'
import type { ActionResult } from '~/lib/kernel/action-result'

type Row = { id: number; key: string; value: string; isNew?: boolean }
type Props = {
  name: string
  tags: Record<string, string>
  onClose: () => void
  save: (tags: Record<string, string>) => Promise<ActionResult<unknown>>
}

const columns = 'grid grid-cols-[1fr_1fr_2.25rem] items-center gap-2'

/** Replaces all tags of a resource; empty rows are dropped. Mounted only while open. */
export function TagsDialog({ name, tags, onClose, save }: Props) {
  const t = useTranslations('compute')
  // Start with an empty row if there are no tags.
  const [rows, setRows] = useState<Row[]>(() =>
    [...Object.entries(tags), ...(Object.keys(tags).length === 0 ? [['', ''] as const] : [])].map(
      ([key, value], id) => ({ id, key, value }),
    ),
  )
  const add = useRef<HTMLButtonElement>(null)
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
      {rows.length > 0 && (
        <p aria-hidden="true" className={`${columns} -mb-2 text-sm font-semibold`}>
          <span>{t('tags.key')}</span>
          <span>{t('tags.value')}</span>
        </p>
      )}
      <ul className="grid gap-2">
        {rows.map((row) => (
          <li key={row.id} className={columns}>
            <input
              ref={row.isNew ? takeFocus : undefined}
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
              onClick={() => {
                add.current?.focus()
                setRows(rows.filter((other) => other.id !== row.id))
              }}
            >
              <Icon name="trash" size={16} />
            </Button>
          </li>
        ))}
      </ul>
      <div>
        <Button
          ref={add}
          size="sm"
          icon={<Icon name="plus" size={15} />}
          onClick={() => setRows([...rows, { id: nextId, key: '', value: '', isNew: true }])}
        >
          {t('action.add')}
        </Button>
      </div>
    </ConfirmDialog>
  )
}

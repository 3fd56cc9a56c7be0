'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { type ReactNode, useId, useRef } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { boxClass } from '~/components/ui/fields/checkbox-class'
import { buttonClass } from '~/components/ui/links/button-class'
import { type TableState, tableHref } from './table-state'

export type ChooserProps = { state: TableState; columns: readonly { id: string; header: ReactNode }[] }

/** Chooses the visible columns; the choice is in the address, so a shared link shows the same table. */
export function ColumnChooser({ state, columns }: ChooserProps) {
  const t = useTranslations('common')
  const router = useRouter()
  const id = useId()
  const panel = useRef<HTMLDivElement>(null)
  const toggle = (column: string, isShown: boolean) => {
    const hidden = isShown ? state.hidden.filter((other) => other !== column) : [...state.hidden, column]
    router.replace(tableHref(state, { hide: hidden.join(',') || null }), { scroll: false })
  }
  const place = (button: HTMLElement) => {
    const anchor = button.getBoundingClientRect()
    if (!panel.current) return
    panel.current.style.top = `${anchor.bottom + 6}px`
    panel.current.style.right = `${document.documentElement.clientWidth - anchor.right}px`
  }
  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        onClick={(event) => place(event.currentTarget)}
        className={buttonClass({ variant: 'quiet', size: 'sm' })}
      >
        <Icon name="columns" size={16} />
        {t('columns')}
      </button>
      <div
        ref={panel}
        id={id}
        popover="auto"
        className="fixed inset-auto m-0 rounded-card border border-line bg-surface p-3 text-ink shadow-card"
      >
        <fieldset className="grid gap-1">
          <legend className="sr-only">{t('columns')}</legend>
          {columns.map((column) => (
            <label key={column.id} className="flex items-center gap-2.5 py-1">
              <input
                type="checkbox"
                className={boxClass}
                defaultChecked={!state.hidden.includes(column.id)}
                onChange={(event) => toggle(column.id, event.currentTarget.checked)}
              />
              {column.header}
            </label>
          ))}
        </fieldset>
      </div>
    </>
  )
}

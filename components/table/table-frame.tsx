'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useMemo, useRef } from 'react'
import { cx } from '~/components/ui/cx'
import { Button } from '~/components/ui/links/button'
import { type ChooserProps, ColumnChooser } from './column-chooser'
import { ExportButton } from './export-button'
import { SelectionContext } from './selection-context'
import { useCopies } from './use-copies'
import { useRowKeys } from './use-row-keys'
import { useRowLinks } from './use-row-links'
import { useTicks } from './use-ticks'

type Props = {
  caption: string
  toolbar?: ReactNode
  bulk?: ReactNode
  footer?: ReactNode
  exportable: boolean
  isWhole: boolean
  chooser?: ChooserProps
  children: ReactNode
}

/** The surroundings of a table: filters, columns, export, bulk actions, and keyboard navigation of rows. */
export function TableFrame({
  caption,
  toolbar,
  bulk,
  footer,
  exportable,
  isWhole,
  chooser,
  children,
}: Props) {
  const t = useTranslations('common')
  const frame = useRef<HTMLDivElement>(null)
  const { ids, clear } = useTicks(frame)
  useRowKeys(frame)
  useRowLinks(frame)
  const copies = useCopies(frame)
  const selection = useMemo(() => ({ ids, clear }), [ids, clear])
  const hasTools = toolbar || exportable || chooser
  return (
    <SelectionContext value={selection}>
      {hasTools && (
        <div
          data-lone-tools={toolbar ? undefined : ''}
          className={cx(
            'flex flex-wrap items-center gap-2 border-b border-line px-4.5',
            toolbar ? 'py-2.5' : 'py-1',
          )}
        >
          {toolbar}
          <div className="ml-auto flex items-center gap-1.5">
            {chooser && <ColumnChooser {...chooser} />}
            {exportable && <ExportButton frame={frame} fileName={caption} />}
          </div>
        </div>
      )}
      {bulk && ids.length > 0 && (
        <section
          aria-label={t('selection')}
          className="flex flex-wrap items-center gap-2.5 border-b border-line bg-amber-wash px-4.5 py-2"
        >
          <p role="status" className="font-semibold">
            {t('selected', { count: ids.length })}
          </p>
          {bulk}
          <Button size="sm" variant="quiet" className="ml-auto" onClick={clear}>
            {t('clearSelection')}
          </Button>
        </section>
      )}
      <section
        ref={frame}
        aria-label={caption}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className={cx(
          'table-scroll relative -outline-offset-2',
          isWhole ? 'overflow-x-auto' : 'scroll-pt-11 overflow-auto sm:max-h-[78dvh]',
        )}
      >
        {children}
      </section>
      <p key={copies} role="status" className="sr-only">
        {copies > 0 && t('copied')}
      </p>
      {footer}
    </SelectionContext>
  )
}

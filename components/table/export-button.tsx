'use client'
import { useTranslations } from 'next-intl'
import type { RefObject } from 'react'
import { Icon } from '~/components/ui/display/icon'
import { Button } from '~/components/ui/links/button'
import { csvFile } from '~/lib/kernel/text/csv'

/** Saves the table as shown: these rows, columns and order. */
export function ExportButton({
  frame,
  fileName,
}: {
  frame: RefObject<HTMLElement | null>
  fileName: string
}) {
  const t = useTranslations('common')
  const save = () => {
    const table = frame.current?.querySelector('table')
    if (!table) return
    const url = URL.createObjectURL(
      new Blob([csvFile(visibleCells(table))], { type: 'text/csv;charset=utf-8' }),
    )
    const link = document.createElement('a')
    link.href = url
    link.download = `${fileName.toLowerCase().replace(/[^\p{L}\p{N}]+/gu, '-')}.csv`
    link.click()
    URL.revokeObjectURL(url)
  }
  return (
    <Button size="sm" variant="quiet" icon={<Icon name="download" size={16} />} onClick={save}>
      {t('exportCsv')}
    </Button>
  )
}

function visibleCells(table: HTMLTableElement): string[][] {
  return [...table.rows].map((row) =>
    [...row.cells]
      .filter((cell) => cell.dataset.control === undefined)
      .map((cell) => cell.dataset.csv ?? textOf(cell)),
  )
}

function textOf(cell: HTMLTableCellElement): string {
  const copy = cell.cloneNode(true) as HTMLTableCellElement
  for (const hidden of copy.querySelectorAll('[data-control], [aria-hidden="true"]')) hidden.remove()
  return (copy.textContent ?? '').replace(/\s+/g, ' ').trim()
}

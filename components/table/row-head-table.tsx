import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'
import { ScrollRegion } from './scroll-region'

export type RowHeadColumn<Row> = {
  id: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  numeric?: boolean
  className?: string
}

type Props<Row> = {
  caption: string
  /** The first column's cells are row headers. */
  columns: readonly RowHeadColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
}

/** A plain table with row headers, read from top to bottom. */
export function RowHeadTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  return (
    <ScrollRegion isWhole label={caption}>
      <table className="data-table w-full [&_tbody_tr:last-child_th]:border-b-0">
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr>
            {columns.map(({ id, header, numeric }) => (
              <th key={id} scope="col" className={numeric ? 'text-right' : 'text-left'}>
                {header}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr key={rowKey(row)}>
              {columns.map(({ id, cell, numeric, className }, index) =>
                index === 0 ? (
                  <th key={id} scope="row" className={cx('text-left font-medium', className)}>
                    <div className="first-cell">{cell(row)}</div>
                  </th>
                ) : (
                  <td key={id} className={cx(numeric && 'text-right', className) || undefined}>
                    {cell(row)}
                  </td>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

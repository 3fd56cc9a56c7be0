import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'
import { ScrollRegion } from './scroll-region'
import { endColumn, stacked } from './stacking'

export type RowHeadColumn<Row> = {
  id: string
  header: ReactNode
  cell: (row: Row) => ReactNode
  numeric?: boolean
  className?: string
  /** On a phone it is at the end of the row's first line; by default the state is, else the amount. */
  isEnd?: boolean
}

type Props<Row> = {
  caption: string
  /** The first column's cells are row headers. */
  columns: readonly RowHeadColumn<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
}

/** A plain table with row headers, read from top to bottom; on a phone each row is a block. */
export function RowHeadTable<Row>({ caption, columns, rows, rowKey }: Props<Row>) {
  const end = endColumn(columns)
  return (
    <ScrollRegion isWhole label={caption}>
      <table className="data-table stacked w-full [&_tbody_tr:last-child_th]:border-b-0">
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
              {columns.map((column, index) => {
                const { id, cell, numeric, className } = column
                if (index === 0)
                  return (
                    <th key={id} scope="row" className={cx('text-left font-medium', className)}>
                      <div className="first-cell">{cell(row)}</div>
                    </th>
                  )
                const place = stacked(column, column === end ? 'end' : 'rest')
                return (
                  <td
                    key={id}
                    data-label={place.label}
                    className={cx(numeric && 'text-right', place.className, className) || undefined}
                  >
                    {cell(row)}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollRegion>
  )
}

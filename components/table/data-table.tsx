import type { ReactNode } from 'react'
import { cx } from '~/components/ui/cx'
import { boxClass } from '~/components/ui/fields/checkbox-class'
import type { Column } from './column'
import { HeadCell } from './head-cell'
import { SelectAll } from './select-all'
import { endColumn, stacked } from './stacking'
import { TableFrame } from './table-frame'
import type { TableState } from './table-state'

type Props<Row> = {
  /** The table's name, for screen readers and the export's file name. */
  caption: string
  columns: readonly Column<Row>[]
  rows: readonly Row[]
  rowKey: (row: Row) => string
  /** The page of a row: its first cell becomes the link, Enter opens it. */
  rowHref?: (row: Row) => string
  rowLabel?: (row: Row) => string
  /** Highlights the current row. */
  isCurrent?: (row: Row) => boolean
  state?: TableState
  /** Makes rows selectable; the bulk actions, using `useSelection()`. */
  bulk?: ReactNode
  /** Above the table: filters on the left. */
  toolbar?: ReactNode
  exportable?: boolean
  /** Scrolls sideways only: a page that is read from top to bottom, or printed, shows every row. */
  isWhole?: boolean
  empty?: ReactNode
  footer?: ReactNode
}

/**
 * A real table, rendered on the server or in the browser; on a phone each row is a block. Order, filters and hidden columns
 * come from the address; the surrounding frame adds keyboard, links, copying, selection and export by reading the table's
 * DOM, so rows cost no script.
 */
export function DataTable<Row>({
  caption,
  columns,
  rows,
  rowKey,
  rowHref,
  rowLabel,
  isCurrent,
  state,
  bulk,
  toolbar,
  exportable = true,
  isWhole = false,
  empty,
  footer,
}: Props<Row>) {
  const shown = columns.filter((column, index) => index === 0 || !state?.hidden.includes(column.id))
  const hideable = columns
    .slice(1)
    .filter((column) => column.hideable)
    .map(({ id, header }) => ({ id, header }))
  const end = endColumn(shown)
  // Column headers without rows would only precede the empty state.
  const isBare = rows.length === 0 && empty !== undefined
  return (
    <TableFrame
      caption={caption}
      bulk={bulk}
      toolbar={toolbar}
      exportable={exportable && rows.length > 0}
      isWhole={isWhole}
      footer={footer}
      {...(state && hideable.length > 0 && { chooser: { state, columns: hideable } })}
    >
      <table className="data-table stacked w-full border-separate border-spacing-0 text-left">
        <caption className="sr-only">{caption}</caption>
        <thead hidden={isBare}>
          <tr>
            {bulk && (
              <th scope="col" className="w-10" data-control="">
                <SelectAll />
              </th>
            )}
            {shown.map((column) => (
              <HeadCell key={column.id} column={column} state={state} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => {
            const key = rowKey(row)
            const href = rowHref?.(row)
            const isMarked = isCurrent?.(row) ?? false
            return (
              <tr key={key} data-row={key} aria-current={isMarked || undefined}>
                {bulk && (
                  <td data-control="">
                    <input
                      type="checkbox"
                      className={boxClass}
                      data-select={key}
                      aria-label={rowLabel?.(row) ?? key}
                    />
                  </td>
                )}
                {shown.map((column, index) => {
                  const { label, className } = stacked(
                    column,
                    index === 0 ? 'first' : column === end ? 'end' : 'rest',
                  )
                  return (
                    <td
                      key={column.id}
                      data-csv={column.csv?.(row)}
                      data-label={label}
                      className={
                        cx(
                          column.numeric && 'text-right tabular-nums',
                          column.isExportOnly && 'hidden',
                          className,
                          column.className,
                        ) || undefined
                      }
                    >
                      {index > 0 ? (
                        column.cell(row)
                      ) : (
                        <div className="first-cell">
                          {href ? (
                            <a
                              href={href}
                              data-row-link=""
                              className="font-semibold hover:text-brand hover:underline hover:underline-offset-3"
                            >
                              {column.cell(row)}
                            </a>
                          ) : (
                            column.cell(row)
                          )}
                          {column.detail && (
                            <span data-control="" className="block text-sm text-ink-3">
                              {column.detail(row)}
                            </span>
                          )}
                        </div>
                      )}
                    </td>
                  )
                })}
              </tr>
            )
          })}
        </tbody>
      </table>
      {rows.length === 0 && empty}
    </TableFrame>
  )
}

import Link from 'next/link'
import { cx } from '~/components/ui/cx'
import type { Column } from './column'
import { sortHref, type TableState } from './table-state'

type Props<Row> = { column: Column<Row>; state: TableState | undefined }

/** The header of one column; a sortable one is a link that announces its order. */
export function HeadCell<Row>({ column, state }: Props<Row>) {
  const isSorted = state?.sort === column.id && column.sortable
  const arrow = isSorted ? (state.direction === 'asc' ? '↑' : '↓') : ''
  const order = state?.direction === 'asc' ? 'ascending' : 'descending'
  return (
    <th
      scope="col"
      aria-sort={isSorted ? order : undefined}
      className={cx(column.numeric && 'text-right', column.isExportOnly && 'hidden', column.className)}
    >
      {column.sortable && state ? (
        <Link
          href={sortHref(state, column.id)}
          scroll={false}
          replace
          prefetch={false}
          className={cx(
            'group inline-flex items-center gap-1 hover:text-ink',
            column.numeric && 'flex-row-reverse',
          )}
        >
          {column.header}
          <span
            aria-hidden="true"
            data-control=""
            className={cx('w-2', !isSorted && 'opacity-0 group-hover:opacity-60')}
          >
            {arrow || '↑'}
          </span>
        </Link>
      ) : (
        column.header
      )}
    </th>
  )
}

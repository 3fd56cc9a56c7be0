import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { RowHeadTable } from '~/components/table/row-head-table'
import { Timestamp } from '~/components/ui/display/timestamp'
import { shownKindOf } from '~/lib/hypervisors/client'
import type { DoubtfulRow } from '~/lib/restoration/client'
import { FoundValue } from '../../drifts/_components/found-value'
import { ReleaseDrift } from '../../drifts/_components/release-drift'

type Props = {
  caption: string
  rows: readonly DoubtfulRow[]
  /** Why this person may not decide; undefined if allowed. */
  refusal: string | undefined
  /** The name of a row with what chooses it; the name alone if absent. */
  head?: (row: DoubtfulRow, name: ReactNode) => ReactNode
  /** What was decided about a row. */
  decision?: (row: DoubtfulRow) => ReactNode
}

/** Rows without an object, or that differ from theirs. */
export function DoubtfulTable({ caption, rows, refusal, head = (_row, name) => name, decision }: Props) {
  const t = useTranslations('restoration.column')
  const kinds = useTranslations('drifts')
  return (
    <RowHeadTable
      caption={caption}
      rows={rows}
      rowKey={(row) => row.id}
      columns={[
        {
          id: 'object',
          header: t('object'),
          className: 'md:min-w-64',
          cell: (row) => (
            <>
              {head(
                row,
                <>
                  {kinds(`kind.${shownKindOf(row)}`)} {row.name}
                </>,
              )}
              <span className="block font-mono text-xs font-normal text-ink-2 wrap-anywhere">
                {row.subject}
              </span>
            </>
          ),
        },
        {
          id: 'organisation',
          header: t('organisation'),
          className: 'text-sm wrap-anywhere',
          cell: (row) => row.organisationName ?? '–',
        },
        { id: 'zone', header: t('zone'), className: 'font-mono text-sm', cell: (row) => row.zoneCode },
        {
          id: 'expected',
          header: t('expected'),
          className: 'text-sm wrap-anywhere md:min-w-24',
          cell: (row) => <FoundValue value={row.expected} />,
        },
        {
          id: 'found',
          header: t('found'),
          className: 'text-sm wrap-anywhere',
          cell: (row) => <FoundValue value={row.found} />,
        },
        {
          id: 'changedAt',
          header: t('changedAt'),
          className: 'text-sm',
          cell: (row) => (
            <>
              {row.changedAt ? <Timestamp at={new Date(row.changedAt)} look="short" /> : '–'}
              {row.isHeld && !row.isLosable && <ReleaseDrift drift={row} refusal={refusal} />}
            </>
          ),
        },
        ...(decision
          ? [{ id: 'decision', header: t('decision'), className: 'text-sm', cell: decision }]
          : []),
      ]}
    />
  )
}

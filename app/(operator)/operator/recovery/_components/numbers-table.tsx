import { useLocale, useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { Timestamp } from '~/components/ui/display/timestamp'
import { formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { LastNumber } from '~/lib/restoration/client'
import { JumpButton } from './jump-button'

const isDay = (text: string) => text.length === 10

type Props = {
  caption: string
  /** Number series, which have a name, or messages. */
  of: 'series' | 'messages'
  numbers: readonly LastNumber[]
  /** Why this person may not move a series on; undefined if allowed. */
  refusal: string | undefined
}

/** The last number of each series, or the last message of each kind, that the rows know, and where to compare it. */
export function NumbersTable({ caption, of, numbers, refusal }: Props) {
  const t = useTranslations('restoration.numbers')
  const locale = useLocale() as Locale
  return (
    <RowHeadTable
      caption={caption}
      rows={numbers.filter(({ series }) => (series !== null) === (of === 'series'))}
      rowKey={({ kind, sellingEntityId, series }) => `${kind} ${sellingEntityId} ${series}`}
      columns={[
        {
          id: 'kind',
          header: t('column.kind'),
          className: 'md:min-w-64',
          cell: ({ kind, series }) => (
            <>
              {t(`kind.${kind}`)} {series && <span className="font-mono text-sm">{series}</span>}
              <span className="block text-sm font-normal text-ink-2">{t(`compare.${kind}`)}</span>
            </>
          ),
        },
        {
          id: 'last',
          header: t('column.last'),
          className: 'font-mono text-sm wrap-anywhere',
          cell: ({ last }) => last ?? '–',
        },
        {
          id: 'lastAt',
          header: t('column.lastAt'),
          className: 'text-sm whitespace-nowrap',
          cell: ({ lastAt }) =>
            lastAt ? <Timestamp at={new Date(lastAt)} look={isDay(lastAt) ? 'date' : 'short'} /> : '–',
        },
        of === 'series'
          ? {
              id: 'jump',
              header: t('column.jump'),
              cell: (number) => number.sellingEntityId && <JumpButton number={number} refusal={refusal} />,
            }
          : {
              id: 'waiting',
              header: t('column.waiting'),
              numeric: true,
              cell: ({ waiting }) => formatNumber(waiting, locale),
            },
      ]}
    />
  )
}

import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { NameDifferenceView } from '~/lib/names/client'
import { DecideDifference } from './decide-difference'

const tones: Record<NameDifferenceView['state'], Tone> = {
  open: 'warn',
  held: 'warn',
  remove: 'info',
  healed: 'ok',
  gone: 'off',
}

type Props = { differences: readonly NameDifferenceView[]; refusal: string | undefined }

/** Differences between the rows and the DNS server: open ones first. */
export function DifferenceTable({ differences, refusal }: Props) {
  const t = useTranslations('nameService')
  const waits = ({ kind, state }: NameDifferenceView) =>
    state === 'held' || (state === 'open' && (kind === 'unexplained' || kind === 'foreign'))
  return (
    <RowHeadTable
      caption={t('differences')}
      rows={differences}
      rowKey={(difference) => difference.id}
      columns={[
        {
          id: 'name',
          header: t('column.name'),
          className: 'min-w-52 font-mono text-sm wrap-anywhere',
          cell: ({ name, type }) => `${name} ${type}`,
        },
        {
          id: 'kind',
          header: t('column.kind'),
          className: 'min-w-52',
          cell: ({ kind }) => (
            <>
              {t(`kind.${kind}`)}
              <span className="block text-sm text-ink-2">{t(`help.${kind}`)}</span>
            </>
          ),
        },
        {
          id: 'expected',
          header: t('column.expected'),
          className: 'text-sm wrap-anywhere',
          cell: ({ expected }) => expected.join(', ') || '–',
        },
        {
          id: 'found',
          header: t('column.found'),
          className: 'text-sm wrap-anywhere',
          cell: ({ found }) => found.join(', ') || '–',
        },
        {
          id: 'state',
          header: t('column.state'),
          cell: (difference) => (
            <span className="grid justify-items-start gap-1.5">
              <StatePill tone={tones[difference.state]}>{t(`state.${difference.state}`)}</StatePill>
              {waits(difference) && <DecideDifference difference={difference} refusal={refusal} />}
            </span>
          ),
        },
        {
          id: 'since',
          header: t('column.since'),
          className: 'text-sm whitespace-nowrap',
          cell: ({ firstSeenAt }) => <RelativeTime at={new Date(firstSeenAt)} />,
        },
      ]}
    />
  )
}

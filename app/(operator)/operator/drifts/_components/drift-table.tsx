import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { RelativeTime } from '~/components/ui/display/relative-time'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { type DriftView, shownKindOf } from '~/lib/hypervisors/client'
import { FoundValue } from './found-value'
import { ReleaseDrift } from './release-drift'

const tones: Record<DriftView['state'], Tone> = { open: 'warn', healed: 'ok', gone: 'off' }

type Props = {
  drifts: readonly DriftView[]
  /** Why this person may not release one; undefined if allowed. */
  refusal: string | undefined
}

/** Drifts: open ones first, then the ended ones, latest first. */
export function DriftTable({ drifts, refusal }: Props) {
  const t = useTranslations('drifts')
  return (
    <RowHeadTable
      caption={t('list')}
      rows={drifts}
      rowKey={(drift) => drift.id}
      columns={[
        {
          id: 'kind',
          header: t('column.kind'),
          className: 'md:min-w-64',
          cell: (drift) => (
            <>
              {t(`kind.${shownKindOf(drift)}`)}
              <span className="block text-sm font-normal text-ink-2">{t(`help.${shownKindOf(drift)}`)}</span>
            </>
          ),
        },
        {
          id: 'subject',
          header: t('column.subject'),
          className: 'min-w-40 font-mono text-xs wrap-anywhere',
          cell: (drift) => drift.subject,
        },
        {
          id: 'expected',
          header: t('column.expected'),
          className: 'text-sm wrap-anywhere',
          cell: (drift) => <FoundValue value={drift.expected} />,
        },
        {
          id: 'found',
          header: t('column.found'),
          className: 'text-sm wrap-anywhere',
          cell: (drift) => <FoundValue value={drift.found} />,
        },
        {
          id: 'zone',
          header: t('column.zone'),
          className: 'font-mono text-sm',
          cell: (drift) => drift.zoneCode,
        },
        {
          id: 'state',
          header: t('column.state'),
          cell: (drift) => (
            <div className={drift.isHeld ? 'min-w-48' : undefined}>
              <StatePill tone={tones[drift.state]}>{t(`state.${drift.state}`)}</StatePill>
              {drift.isHeld && <ReleaseDrift drift={drift} refusal={refusal} />}
            </div>
          ),
        },
        {
          id: 'since',
          header: t('column.since'),
          className: 'text-sm whitespace-nowrap',
          cell: (drift) => <RelativeTime at={new Date(drift.endedAt ?? drift.firstSeenAt)} />,
        },
      ]}
    />
  )
}

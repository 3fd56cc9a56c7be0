import { useLocale, useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { formatTimestamp, type Locale } from '~/lib/kernel/text/format'
import { moveTones, type OwnMove } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'
import { chooseMoveSlotAction } from '../actions'
import { SlotSelect } from './slot-select'

type Props = {
  title: string
  organisationId: string
  moves: readonly OwnMove[]
  /** Why this person may not choose a time. */
  refusal: string | null
}

/** The organisation's own servers that move, and when. */
export function MovesCard({ title, organisationId, moves, refusal }: Props) {
  const t = useTranslations('moves')
  const locale = useLocale() as Locale
  const short = (at: string) => formatTimestamp(new Date(at), locale)
  const when = (move: OwnMove) => {
    if (move.slots.length > 0)
      return (
        <SlotSelect
          organisationId={organisationId}
          move={move}
          slots={move.slots.map((value) => ({ value, label: short(value) }))}
          refusal={refusal}
          choose={chooseMoveSlotAction}
        />
      )
    const at = move.finishedAt ?? move.startedAt
    if (at) return <Timestamp at={new Date(at)} look="short" />
    return move.endsAt
      ? t('between', { start: short(move.startsAt), end: short(move.endsAt) })
      : t('from', { start: short(move.startsAt) })
  }
  return (
    <Card title={title} padded={false}>
      <DataTable
        caption={title}
        rows={moves}
        rowKey={(move) => `${move.relocationId}/${move.instanceId}`}
        columns={[
          {
            id: 'server',
            header: t('column.server'),
            cell: (move) => (
              <TextLink href={routes.org.instance(organisationId, move.instanceId)}>{move.name}</TextLink>
            ),
          },
          { id: 'when', header: t('column.when'), cell: when },
          {
            id: 'state',
            header: t('column.state'),
            cell: ({ state, isPaused }) => (
              <StatePill tone={moveTones[state]}>
                {t(state === 'waiting' && isPaused ? 'held' : `state.${state}`)}
              </StatePill>
            ),
          },
          { id: 'zone', header: t('column.zone'), cell: (move) => move.zone },
          { id: 'reason', header: t('column.reason'), cell: (move) => move.reason },
        ]}
      />
    </Card>
  )
}

import { useTranslations } from 'next-intl'
import { DataTable } from '~/components/table/data-table'
import { Card } from '~/components/ui/display/card'
import { ElapsedTime } from '~/components/ui/display/relative-time'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { TextLink } from '~/components/ui/links/text-link'
import { moveTones, type RelocationMoveView, type RelocationView } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'

type Props = { relocation: RelocationView; maySeeSagas: boolean }

/** All servers of a relocation in the order of their moves. */
export function MoveList({ relocation, maySeeSagas }: Props) {
  const t = useTranslations('planning')
  const place = (host: RelocationMoveView['from']) => (
    <>
      <TextLink href={routes.operator.host(host.id)}>
        <span className="font-mono text-sm">{host.name}</span>
      </TextLink>{' '}
      <span className="text-sm whitespace-nowrap text-ink-2">{t('rack', { name: host.rack })}</span>
    </>
  )
  const placeCsv = (host: RelocationMoveView['from']) => `${host.name} (${t('rack', { name: host.rack })})`
  return (
    <Card title={t('moves')} padded={false}>
      <DataTable
        caption={t('moves')}
        rows={relocation.items}
        rowKey={(item) => item.instanceId}
        columns={[
          {
            id: 'server',
            header: t('column.server'),
            cell: (item) => <span className="font-mono text-sm">{item.name}</span>,
          },
          {
            id: 'state',
            header: t('column.state'),
            cell: (item) => <MoveState item={item} maySeeSagas={maySeeSagas} />,
            csv: (item) => t(`moveState.${item.state}`),
          },
          {
            id: 'time',
            header: t('column.time'),
            numeric: true,
            cell: (item) =>
              item.startedAt && (
                <ElapsedTime
                  since={new Date(item.startedAt)}
                  until={item.finishedAt ? new Date(item.finishedAt) : null}
                />
              ),
          },
          { id: 'organisation', header: t('column.organisation'), cell: (item) => item.organisation.name },
          {
            id: 'from',
            header: t('column.from'),
            cell: (item) => place(item.from),
            csv: (item) => placeCsv(item.from),
          },
          {
            id: 'to',
            header: t('column.to'),
            cell: (item) => place(item.to),
            csv: (item) => placeCsv(item.to),
          },
        ]}
      />
    </Card>
  )
}

function MoveState({ item, maySeeSagas }: { item: RelocationMoveView; maySeeSagas: boolean }) {
  const t = useTranslations('planning')
  const { state, sagaId, isParked, failureCode, slotAt } = item
  const isTelling = isParked || state === 'failed' || state === 'skipped'
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <StatePill tone={isParked ? 'bad' : moveTones[state]}>
        {isParked ? t('parked') : t(`moveState.${state}`)}
      </StatePill>
      {state === 'waiting' && slotAt && (
        <span className="text-sm text-ink-2">
          {t('slot')} <Timestamp at={new Date(slotAt)} look="short" />
        </span>
      )}
      {failureCode && isTelling && (
        <span className="text-sm text-ink-2">
          {t.has(`failure.${failureCode}`) ? t(`failure.${failureCode}`) : failureCode}
        </span>
      )}
      {sagaId && maySeeSagas && isTelling && (
        <TextLink href={routes.operator.saga(sagaId)}>{t('saga')}</TextLink>
      )}
    </span>
  )
}

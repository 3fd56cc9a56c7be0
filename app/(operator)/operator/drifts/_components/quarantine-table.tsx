import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { type QuarantineView, shownKindOf } from '~/lib/hypervisors/client'
import { FoundValue } from './found-value'
import { QuarantineActions } from './quarantine-actions'

const tones: Record<QuarantineView['state'], Tone> = {
  kept: 'warn',
  proposed: 'warn',
  confirmed: 'bad',
  adopted: 'ok',
  deleted: 'off',
  gone: 'off',
}

type Props = {
  objects: readonly QuarantineView[]
  /** Why this person may not decide; undefined if allowed. */
  refusal: string | undefined
}

/** Objects with our tag that no row explains, oldest first. */
export function QuarantineTable({ objects, refusal }: Props) {
  const t = useTranslations('drifts.quarantine')
  return (
    <RowHeadTable
      caption={t('title')}
      rows={objects}
      rowKey={(object) => object.id}
      columns={[
        {
          id: 'object',
          header: t('column.object'),
          className: 'md:min-w-64',
          cell: (object) => (
            <>
              {t(`kind.${shownKindOf(object)}`)}{' '}
              <span className="font-mono text-xs font-normal wrap-anywhere">{object.subject}</span>
              <span className="block text-sm font-normal text-ink-2">
                <FoundValue value={object.found} />
              </span>
            </>
          ),
        },
        {
          id: 'owner',
          header: t('column.owner'),
          className: 'text-sm wrap-anywhere',
          cell: (object) => object.owner ?? '–',
        },
        {
          id: 'zone',
          header: t('column.zone'),
          className: 'font-mono text-sm',
          cell: (object) => object.zoneCode,
        },
        {
          id: 'age',
          header: t('column.age'),
          className: 'text-sm whitespace-nowrap',
          cell: (object) => (
            <>
              {t('days', { count: object.days })}
              <span className="block text-ink-2">
                {t('foundOn')} <Timestamp at={new Date(object.firstSeenAt)} look="short" />
              </span>
            </>
          ),
        },
        {
          id: 'state',
          header: t('column.state'),
          cell: (object) => (
            <>
              <StatePill tone={tones[object.state]}>{t(`state.${object.state}`)}</StatePill>
              {object.deleteFrom && object.state === 'confirmed' && (
                <span className="block text-sm text-ink-2">
                  {t('deleteFrom')} <Timestamp at={new Date(object.deleteFrom)} look="short" />
                </span>
              )}
            </>
          ),
        },
        {
          id: 'decision',
          header: t('column.decision'),
          cell: (object) => (
            <QuarantineActions
              object={object}
              found={<FoundValue value={object.found} />}
              refusal={refusal}
            />
          ),
        },
      ]}
    />
  )
}

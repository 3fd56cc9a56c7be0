'use client'
import { useTranslations } from 'next-intl'
import { RowHeadTable } from '~/components/table/row-head-table'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { FieldContext } from '~/components/ui/fields/field-context'
import { type QuarantineView, shownKindOf } from '~/lib/hypervisors/client'
import type { AdoptionView } from '~/lib/restoration/client'
import { FoundValue } from '../../drifts/_components/found-value'
import { QuarantineActions } from '../../drifts/_components/quarantine-actions'
import { type AdoptableObject, BulkActions } from './bulk-actions'
import { useChoice, useRefreshWhileWaiting } from './use-choice'

type Props = {
  objects: readonly QuarantineView[]
  /** The last adoption of each, by the object's id. */
  adoptions: Readonly<Record<string, AdoptionView>>
  /** Why this person may not decide; undefined if allowed. */
  refusal: string | undefined
}

/** Objects without a row: what is known of each, and the decisions, for one or for many. */
export function ObjectsPanel({ objects, adoptions, refusal }: Props) {
  const t = useTranslations('restoration')
  const quarantine = useTranslations('drifts.quarantine')
  const rows = objects.map((object) => ({ ...object, adoption: adoptions[object.id] ?? null }))
  useRefreshWhileWaiting(rows.some(({ adoption }) => adoption?.state === 'waiting'))
  const open = rows.filter(({ state, adoption }) => state !== 'deleted' && adoption?.state !== 'waiting')
  const choice = useChoice(open)
  return (
    <FieldContext value={null}>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4.5 pb-3">
        {choice.box('all-objects', t('bulk.all', { count: open.length }))}
        <BulkActions objects={choice.chosen} refusal={refusal} onDone={choice.clear} />
      </div>
      <RowHeadTable
        caption={t('objects.title')}
        rows={rows}
        rowKey={(object) => object.id}
        columns={[
          {
            id: 'object',
            header: quarantine('column.object'),
            className: 'md:min-w-64',
            cell: (object) => (
              <>
                {choice.boxOf(object, `object-${object.id}`, <ObjectName object={object} />)}
                <span className="block text-sm font-normal text-ink-2">
                  <FoundValue value={object.found} />
                </span>
              </>
            ),
          },
          {
            id: 'owner',
            header: quarantine('column.owner'),
            className: 'text-sm wrap-anywhere',
            cell: (object) => object.owner ?? '–',
          },
          {
            id: 'zone',
            header: quarantine('column.zone'),
            className: 'font-mono text-sm',
            cell: (object) => object.zoneCode,
          },
          {
            id: 'createdAt',
            header: t('column.createdAt'),
            className: 'text-sm',
            cell: ({ createdAt }) =>
              createdAt ? <Timestamp at={new Date(createdAt)} look="short" /> : t('column.unknown'),
          },
          {
            id: 'state',
            header: quarantine('column.state'),
            className: 'text-sm',
            cell: (object) => <ObjectState object={object} />,
          },
          {
            id: 'decision',
            header: quarantine('column.decision'),
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
    </FieldContext>
  )
}

function ObjectName({ object }: { object: QuarantineView }) {
  const t = useTranslations('drifts.quarantine')
  return (
    <>
      {t(`kind.${shownKindOf(object)}`)} {object.label}{' '}
      <span className="font-mono text-xs font-normal wrap-anywhere">{object.subject}</span>
    </>
  )
}

function ObjectState({ object }: { object: AdoptableObject }) {
  const { adoption } = object
  const t = useTranslations('restoration')
  const quarantine = useTranslations('drifts.quarantine')
  if (adoption?.state === 'waiting') return <StatePill tone="warn">{t('adoption.waiting')}</StatePill>
  return (
    <span className="grid justify-items-start gap-1">
      <StatePill tone={object.state === 'adopted' ? 'ok' : 'warn'}>
        {quarantine(`state.${object.state}`)}
      </StatePill>
      {object.deleteFrom && object.state === 'confirmed' && (
        <span className="text-ink-2">
          {quarantine('deleteFrom')} <Timestamp at={new Date(object.deleteFrom)} look="short" />
        </span>
      )}
      {adoption?.state === 'proposed' && (
        <>
          <StatePill tone="warn">{t('adoption.proposed')}</StatePill>
          <span className="text-ink-2 wrap-anywhere">
            {adoption.proposedBy} – {adoption.reason}
          </span>
        </>
      )}
      {adoption?.refusal && <span className="text-bad">{t(`refusal.${adoption.refusal}`)}</span>}
    </span>
  )
}

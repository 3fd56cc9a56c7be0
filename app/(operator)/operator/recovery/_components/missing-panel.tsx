'use client'
import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import { FieldContext } from '~/components/ui/fields/field-context'
import type { DoubtfulRow } from '~/lib/restoration/client'
import { DoubtfulTable } from './doubtful-table'
import { LossActions } from './loss-actions'
import { useChoice, useRefreshWhileWaiting } from './use-choice'

type Props = {
  rows: readonly DoubtfulRow[]
  /** Why this person may not decide; undefined if allowed. */
  refusal: string | undefined
}

/** Rows without an object, and the decision of two people that they are lost, for one or for many. */
export function MissingPanel({ rows, refusal }: Props) {
  const t = useTranslations('restoration')
  useRefreshWhileWaiting(rows.some(({ loss }) => loss?.state === 'waiting'))
  const open = rows.filter(
    ({ isLosable, loss }) => isLosable && loss?.state !== 'waiting' && loss?.state !== 'done',
  )
  const choice = useChoice(open)
  return (
    <FieldContext value={null}>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4.5 pb-3">
        {choice.box('all-missing', t('loss.all', { count: open.length }))}
        <LossActions rows={choice.chosen} refusal={refusal} onDone={choice.clear} />
      </div>
      <DoubtfulTable
        caption={t('missing.title')}
        rows={rows}
        refusal={refusal}
        head={(row, name) => choice.boxOf(row, `missing-${row.id}`, name)}
        decision={(row) => <LossState row={row} />}
      />
    </FieldContext>
  )
}

function LossState({ row: { loss, isLosable } }: { row: DoubtfulRow }) {
  const t = useTranslations('restoration.loss')
  if (!isLosable) return <span className="text-ink-2">{t('remade')}</span>
  if (!loss || loss.state === 'withdrawn') return '–'
  return (
    <span className="grid justify-items-start gap-1">
      <StatePill tone={loss.state === 'refused' ? 'bad' : 'warn'}>{t(`state.${loss.state}`)}</StatePill>
      {loss.state === 'proposed' && (
        <span className="text-ink-2 wrap-anywhere">
          {loss.proposedBy} – {loss.reason}
        </span>
      )}
      {loss.refusal && <span className="text-bad">{t(`refusal.${loss.refusal}`)}</span>}
    </span>
  )
}

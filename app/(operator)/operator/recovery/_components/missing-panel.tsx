'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { StatePill } from '~/components/ui/display/state-pill'
import { Checkbox } from '~/components/ui/fields/checkbox'
import { FieldContext } from '~/components/ui/fields/field-context'
import type { DoubtfulRow } from '~/lib/restoration/client'
import { DoubtfulTable } from './doubtful-table'
import { LossActions } from './loss-actions'

const pollMs = 3_000

type Props = {
  rows: readonly DoubtfulRow[]
  /** Why this person may not decide; undefined if allowed. */
  refusal: string | undefined
}

/** Rows without an object, and the decision of two people that they are lost, for one or for many. */
export function MissingPanel({ rows, refusal }: Props) {
  const t = useTranslations('restoration')
  const router = useRouter()
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const isWaiting = rows.some(({ loss }) => loss?.state === 'waiting')
  useEffect(() => {
    if (!isWaiting) return
    const timer = setInterval(() => router.refresh(), pollMs)
    return () => clearInterval(timer)
  }, [isWaiting, router])
  const open = rows.filter(
    ({ isLosable, loss }) => isLosable && loss?.state !== 'waiting' && loss?.state !== 'done',
  )
  const chosen = open.filter(({ id }) => ticked.has(id))
  const tick = (ids: readonly string[], isOn: boolean) =>
    setTicked((was) => new Set(isOn ? [...was, ...ids] : [...was].filter((id) => !ids.includes(id))))
  return (
    <FieldContext value={null}>
      <div className="flex flex-wrap items-center gap-3 border-b border-line px-4.5 pb-3">
        <Checkbox
          name="all-missing"
          label={t('loss.all', { count: open.length })}
          checked={open.length > 0 && chosen.length === open.length}
          onChange={(event) =>
            tick(
              open.map(({ id }) => id),
              event.currentTarget.checked,
            )
          }
        />
        <LossActions rows={chosen} refusal={refusal} onDone={() => setTicked(new Set())} />
      </div>
      <DoubtfulTable
        caption={t('missing.title')}
        rows={rows}
        refusal={refusal}
        head={(row, name) =>
          open.includes(row) ? (
            <Checkbox
              name={`missing-${row.id}`}
              label={name}
              checked={ticked.has(row.id)}
              onChange={(event) => tick([row.id], event.currentTarget.checked)}
            />
          ) : (
            name
          )
        }
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

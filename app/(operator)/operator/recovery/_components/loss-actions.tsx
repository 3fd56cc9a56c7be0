'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { DoubtfulRow } from '~/lib/restoration/client'
import { decideLossesAction, proposeLossesAction } from '../actions'

const acts = ['propose', 'confirm', 'withdraw'] as const
type Act = (typeof acts)[number]

/** The chosen rows that an act applies to. A proposal is confirmed by another person, and withdrawn by anybody. */
const appliesTo: Record<Act, (row: DoubtfulRow) => boolean> = {
  propose: ({ loss }) => loss?.state !== 'proposed',
  confirm: ({ loss }) => loss?.state === 'proposed' && !loss.needsAnother,
  withdraw: ({ loss }) => loss?.state === 'proposed',
}

type Props = { rows: readonly DoubtfulRow[]; refusal: string | undefined; onDone: () => void }

/** Declares the chosen rows lost by two people; each ends by itself, done or refused. */
export function LossActions({ rows, refusal, onDone }: Props) {
  const t = useTranslations('restoration.loss')
  const router = useRouter()
  const [asked, setAsked] = useState<Act | null>(null)
  const [reason, setReason] = useState('')
  const act = asked ?? 'propose'
  const chosen = (of: Act) => rows.filter(appliesTo[of])
  const send = async () => {
    const rowsOfAct = chosen(act)
    const result =
      act === 'propose'
        ? await proposeLossesAction({ driftIds: rowsOfAct.map(({ id }) => id), reason })
        : await decideLossesAction({
            lossIds: rowsOfAct.flatMap(({ loss }) => (loss ? [loss.id] : [])),
            decision: act,
          })
    if (result.ok) {
      const { done } = result.data
      const left = rowsOfAct.length - done
      showToast(left > 0 ? 'warn' : 'ok', t(`done.${act}`, { count: done, left }))
      setReason('')
      onDone()
      router.refresh()
    }
    return result
  }
  return (
    <span className="flex flex-wrap gap-1.5">
      {acts.map((each) => {
        const count = chosen(each).length
        return (
          <Button
            key={each}
            size="sm"
            disabledReason={refusal ?? (count === 0 ? t(`none.${each}`) : undefined)}
            onClick={() => setAsked(each)}
          >
            {t(`act.${each}`, { count })}
          </Button>
        )
      })}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t(`title.${act}`, { count: chosen(act).length })}
        confirmLabel={t(`act.${act}`, { count: chosen(act).length })}
        danger={act === 'confirm'}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={send}
      >
        <p>{t(`text.${act}`)}</p>
        {act === 'propose' && (
          <TextArea
            name="reason"
            label={t('reason')}
            rows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
        )}
      </ConfirmDialog>
    </span>
  )
}

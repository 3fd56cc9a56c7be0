'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { type QuarantineView, quarantineCan, quarantineDays } from '~/lib/hypervisors/client'
import { decideManyAction, requestAdoptionsAction } from '../actions'

const acts = ['adopt', 'propose', 'confirm'] as const
type Act = (typeof acts)[number]

/** The chosen objects that an act applies to. A proposal is confirmed by another person. */
const appliesTo: Record<Act, (object: QuarantineView) => boolean> = {
  adopt: ({ kind, state }) =>
    (kind === 'instance' || kind === 'volume') && ['kept', 'proposed', 'adopted'].includes(state),
  propose: ({ state }) => quarantineCan.propose(state),
  confirm: ({ state, needsAnother }) => quarantineCan.confirm(state) && !needsAnother,
}

type Props = {
  objects: readonly QuarantineView[]
  refusal: string | undefined
  onDone: () => void
}

/** Adopts the chosen objects, or has two people delete them; each ends by itself, done or refused. */
export function BulkActions({ objects, refusal, onDone }: Props) {
  const t = useTranslations('restoration.bulk')
  const router = useRouter()
  const [asked, setAsked] = useState<Act | null>(null)
  const [reason, setReason] = useState('')
  const act = asked ?? 'adopt'
  const chosen = (of: Act) => objects.filter(appliesTo[of])
  const send = async () => {
    const quarantineIds = chosen(act).map(({ id }) => id)
    const result =
      act === 'adopt'
        ? await requestAdoptionsAction({ quarantineIds, reason })
        : await decideManyAction({ quarantineIds, decision: act })
    if (result.ok) {
      const done = 'requested' in result.data ? result.data.requested : result.data.done
      const left = quarantineIds.length - done
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
        danger={act !== 'adopt'}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={send}
      >
        <p>{t(`text.${act}`, { days: quarantineDays })}</p>
        {act === 'adopt' && (
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

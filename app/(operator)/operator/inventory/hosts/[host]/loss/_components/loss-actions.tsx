'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useEffect, useState } from 'react'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { ConfirmDialog } from '~/components/ui/overlays/confirm-dialog'
import type { HostLossView } from '~/lib/resources/client'
import {
  confirmHostLossAction,
  declareHostLossAction,
  reuseLostHostAction,
  withdrawHostLossAction,
} from '../actions'

type Act = 'declare' | 'confirm' | 'withdraw' | 'reuse'
const pollMs = 3_000

function actsOf({ loss, refusals }: HostLossView): Act[] {
  if (!loss) return ['declare']
  if (!loss.confirmedAt) return ['confirm', 'withdraw']
  return refusals.withdraw ? ['reuse'] : ['withdraw']
}

/** The acts on the host itself; each asks for a proof, and the two that cannot be undone for the name of the host. */
export function LossActions({ view, mayChange }: { view: HostLossView; mayChange: boolean }) {
  const t = useTranslations('losses')
  const errors = useTranslations('errors.reason')
  const router = useRouter()
  const [asked, setAsked] = useState<Act | null>(null)
  const [verification, setVerification] = useState('')
  const { host, loss, refusals } = view
  const isMoving =
    (loss?.confirmedAt && !loss.forgottenAt) ||
    view.servers.some(({ recovery, state }) => recovery?.state === 'waiting' || state === 'recovering')
  useEffect(() => {
    if (!isMoving) return
    const timer = setInterval(() => router.refresh(), pollMs)
    return () => clearInterval(timer)
  }, [isMoving, router])
  const acts = actsOf(view)
  const refusalOf = (act: Act) => {
    if (!mayChange) return t('mayNot')
    if (act === 'confirm' && loss?.needsAnother) return t('needsAnother')
    const reason = refusals[act]
    return reason ? errors(reason) : undefined
  }
  const act = asked ?? 'withdraw'
  const hostId = host.id
  const send = () => {
    if (act === 'declare') return declareHostLossAction({ hostId, name: host.name, verification })
    if (act === 'confirm') return confirmHostLossAction({ hostId, lossId: loss?.id ?? '', name: host.name })
    return act === 'reuse' ? reuseLostHostAction({ hostId }) : withdrawHostLossAction({ hostId })
  }
  return (
    <>
      {acts.map((each) => (
        <Button
          key={each}
          size="sm"
          variant={each === 'declare' || each === 'confirm' ? 'danger' : 'secondary'}
          disabledReason={refusalOf(each)}
          onClick={() => setAsked(each)}
        >
          {t(`act.${each}`)}
        </Button>
      ))}
      <ConfirmDialog
        isOpen={asked !== null}
        onClose={() => setAsked(null)}
        title={t(`actTitle.${act}`, { host: host.name })}
        confirmLabel={t(`act.${act}`)}
        danger={act === 'declare' || act === 'confirm'}
        {...((act === 'declare' || act === 'confirm') && { typeName: host.name })}
        prove={(proof) => confirmStaffIdentityAction({ proof })}
        onConfirm={send}
      >
        <p>{t(`actText.${act}`)}</p>
        {act === 'confirm' && loss && (
          <p className="text-ink-2">
            {t('verification', { text: loss.verification })} {t('declaredBy', { name: loss.declaredBy })}
          </p>
        )}
        {act === 'declare' && (
          <FieldContext value={null}>
            <TextArea
              name="verification"
              label={t('howVerified')}
              hint={t('howVerifiedHint')}
              rows={3}
              maxLength={500}
              value={verification}
              onChange={(event) => setVerification(event.currentTarget.value)}
            />
          </FieldContext>
        )}
      </ConfirmDialog>
    </>
  )
}

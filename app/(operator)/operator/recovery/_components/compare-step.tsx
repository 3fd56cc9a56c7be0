'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { confirmStaffIdentityAction } from '~/app/(operator)/operator/security/actions'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import type { RecoveryView } from '~/lib/recovery/client'
import { allowComparisonAction } from '../actions'

/** The hypervisors of a held database are not contacted until an administrator chose it to go on. */
export function CompareStep({ recovery, refusal }: { recovery: RecoveryView; refusal: string | undefined }) {
  const t = useTranslations('restoration.compare')
  const reasons = useTranslations('recovery')
  const router = useRouter()
  const { identity, knownIdentity, comparedSince, reason } = recovery
  return (
    <Card
      title={t('title')}
      actions={
        comparedSince === null && (
          <ConfirmButton
            label={t('allow')}
            refusal={refusal}
            title={t('question')}
            prove={(proof) => confirmStaffIdentityAction({ proof })}
            onConfirm={() => allowComparisonAction({ identity })}
            onDone={() => router.refresh()}
          >
            <p>{t('dialog')}</p>
          </ConfirmButton>
        )
      }
    >
      <div className="grid gap-2">
        <p>{reasons(`reason.${reason}`)}</p>
        <p>
          {comparedSince === null ? (
            t('disconnected')
          ) : (
            <>
              {t('reading')} <Timestamp at={new Date(comparedSince)} look="short" />
              {'. '}
              {t('readingText')}
            </>
          )}
        </p>
        <p className="text-sm text-ink-2 wrap-anywhere">
          {reasons('identity', { identity, known: knownIdentity ?? reasons('none') })}
        </p>
      </div>
    </Card>
  )
}

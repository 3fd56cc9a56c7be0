'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { Card } from '~/components/ui/display/card'
import { Timestamp } from '~/components/ui/display/timestamp'
import { DateField } from '~/components/ui/fields/date-field'
import { FieldContext } from '~/components/ui/fields/field-context'
import { TextArea } from '~/components/ui/fields/text-area'
import { Button } from '~/components/ui/links/button'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import type { ExclusionView } from '~/lib/incidents/client'
import { confirmStaffIdentityAction } from '../../../security/actions'
import { decideExclusionAction, revokeExclusionAction } from '../../actions'

type Props = {
  incidentId: string
  exclusions: readonly ExclusionView[]
  /** Default span of a decision, as minutes in Paris time. */
  span: { from: string; to: string }
  mayDecide: boolean
}

/** Force majeure: exclusions from this incident's availability, with reasons. */
export function ExclusionsCard({ incidentId, exclusions, span, mayDecide }: Props) {
  const t = useTranslations('incidents.exclusion')
  const router = useRouter()
  const [open, setOpen] = useState<'decide' | ExclusionView | null>(null)
  const [draft, setDraft] = useState({ fromAt: span.from, toAt: span.to, reason: '' })
  const close = () => setOpen(null)
  const prove = (proof: string) => confirmStaffIdentityAction({ proof })
  const write = (name: keyof typeof draft) => (event: { currentTarget: { value: string } }) =>
    setDraft({ ...draft, [name]: event.currentTarget.value })
  return (
    <Card title={t('title')} padded={false}>
      <div className="grid gap-3 p-4.5">
        <p className="text-sm text-ink-2">{t('lead')}</p>
        {mayDecide && (
          <Button size="sm" onClick={() => setOpen('decide')}>
            {t('decide')}
          </Button>
        )}
      </div>
      <ul className="divide-y divide-line border-t border-line empty:hidden">
        {exclusions.map((exclusion) => (
          <li key={exclusion.id} className="grid gap-1 px-4.5 py-3">
            <p className="text-sm">
              {t.rich('span', {
                from: () => <Timestamp at={new Date(exclusion.fromAt)} look="short" />,
                to: () => <Timestamp at={new Date(exclusion.toAt)} look="short" />,
              })}{' '}
              {t('resources', { count: exclusion.resources })}
            </p>
            <p className="wrap-anywhere">{exclusion.reason}</p>
            {exclusion.revokedAt ? (
              <p className="text-sm text-ink-2">
                {t('revoked')} <Timestamp at={new Date(exclusion.revokedAt)} look="short" />
              </p>
            ) : (
              mayDecide && (
                <Button size="sm" variant="quiet" onClick={() => setOpen(exclusion)}>
                  {t('revoke')}
                </Button>
              )
            )}
          </li>
        ))}
      </ul>
      <LateConfirmDialog
        isOpen={open === 'decide'}
        onClose={close}
        title={t('decide')}
        confirmLabel={t('decide')}
        prove={prove}
        onConfirm={async () => {
          const result = await decideExclusionAction({ incidentId, ...draft })
          if (result.ok) {
            showToast('ok', t('decided'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('decideText')}</p>
        <FieldContext value={null}>
          <DateField
            name="fromAt"
            withTime
            label={t('from')}
            value={draft.fromAt}
            onChange={write('fromAt')}
          />
          <DateField name="toAt" withTime label={t('to')} value={draft.toAt} onChange={write('toAt')} />
          <TextArea
            name="reason"
            label={t('reason')}
            hint={t('reasonHint')}
            maxLength={1_000}
            value={draft.reason}
            onChange={write('reason')}
          />
        </FieldContext>
      </LateConfirmDialog>
      <LateConfirmDialog
        isOpen={open !== null && open !== 'decide'}
        onClose={close}
        title={t('revoke')}
        confirmLabel={t('revoke')}
        danger
        prove={prove}
        onConfirm={async () => {
          if (open === null || open === 'decide') return { ok: true, data: undefined }
          const result = await revokeExclusionAction({ exclusionId: open.id })
          if (result.ok) {
            showToast('ok', t('revokedToast'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('revokeText')}</p>
      </LateConfirmDialog>
    </Card>
  )
}

'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { Timestamp } from '~/components/ui/display/timestamp'
import { Button } from '~/components/ui/links/button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { LateConfirmDialog } from '~/components/ui/overlays/late-confirm-dialog'
import { showToast } from '~/components/ui/overlays/toast'
import { endCalendarAction, renewCalendarAction } from '../actions'

type Props = { organisationId: string; since: string | null; refusal: string | undefined }

/** The calendar address of the organisation's maintenance: shown once, when it is created. */
export function CalendarCard({ organisationId, since, refusal }: Props) {
  const t = useTranslations('incidents.calendar')
  const router = useRouter()
  const [asked, setAsked] = useState<'renew' | 'end' | null>(null)
  const [url, setUrl] = useState<string | null>(null)
  const label = t(since ? 'renew' : 'make')
  return (
    <Card title={t('title')}>
      <div className="grid gap-3">
        <p className="max-w-3xl text-ink-2">{t('text')}</p>
        {since && (
          <p className="text-sm">
            {t('since')} <Timestamp at={new Date(since)} />
          </p>
        )}
        <div className="flex flex-wrap gap-2">
          <Button disabledReason={refusal} onClick={() => setAsked('renew')}>
            {label}
          </Button>
          {since && (
            <Button variant="quiet" disabledReason={refusal} onClick={() => setAsked('end')}>
              {t('end')}
            </Button>
          )}
        </div>
      </div>
      <LateConfirmDialog
        isOpen={asked === 'renew'}
        onClose={() => setAsked(null)}
        title={label}
        confirmLabel={label}
        prove={(proof) => confirmIdentityAction({ proof })}
        onConfirm={async () => {
          const result = await renewCalendarAction({ organisationId })
          if (result.ok) setUrl(result.data.url)
          return result
        }}
      >
        <p>{t(since ? 'renewText' : 'makeText')}</p>
      </LateConfirmDialog>
      <LateConfirmDialog
        isOpen={asked === 'end'}
        onClose={() => setAsked(null)}
        title={t('end')}
        confirmLabel={t('end')}
        danger
        onConfirm={async () => {
          const result = await endCalendarAction({ organisationId })
          if (result.ok) {
            showToast('ok', t('endedToast'))
            router.refresh()
          }
          return result
        }}
      >
        <p>{t('endText')}</p>
      </LateConfirmDialog>
      <Dialog
        isOpen={url !== null}
        onClose={() => {
          setUrl(null)
          router.refresh()
        }}
        title={t('address')}
      >
        <p>{t('addressText')}</p>
        {url && <Copyable text={url} what={t('address')} />}
      </Dialog>
    </Card>
  )
}

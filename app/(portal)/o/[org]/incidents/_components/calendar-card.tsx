'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { confirmIdentityAction } from '~/app/(portal)/compte/securite/actions'
import { Card } from '~/components/ui/display/card'
import { Copyable } from '~/components/ui/display/copyable'
import { Timestamp } from '~/components/ui/display/timestamp'
import { ConfirmButton } from '~/components/ui/overlays/confirm-button'
import { Dialog } from '~/components/ui/overlays/dialog'
import { endCalendarAction, renewCalendarAction } from '../actions'

type Props = { organisationId: string; since: string | null; refusal: string | undefined }

/** The calendar address of the organisation's maintenance: shown once, when it is created. */
export function CalendarCard({ organisationId, since, refusal }: Props) {
  const t = useTranslations('incidents.calendar')
  const router = useRouter()
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
          <ConfirmButton
            label={label}
            refusal={refusal}
            title={label}
            prove={(proof) => confirmIdentityAction({ proof })}
            onConfirm={async () => {
              const result = await renewCalendarAction({ organisationId })
              if (result.ok) setUrl(result.data.url)
              return result
            }}
          >
            <p>{t(since ? 'renewText' : 'makeText')}</p>
          </ConfirmButton>
          {since && (
            <ConfirmButton
              variant="quiet"
              label={t('end')}
              refusal={refusal}
              title={t('end')}
              danger
              onConfirm={() => endCalendarAction({ organisationId })}
              done={t('endedToast')}
              onDone={() => router.refresh()}
            >
              <p>{t('endText')}</p>
            </ConfirmButton>
          )}
        </div>
      </div>
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

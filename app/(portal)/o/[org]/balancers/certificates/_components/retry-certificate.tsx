'use client'
import { useTranslations } from 'next-intl'
import { useTransition } from 'react'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import type { CertificateView } from '~/lib/resources/client'
import { retryCertificateAction } from '../actions'

type Props = { organisationId: string; certificate: CertificateView; refusal: string | undefined }

/** Tries again now what failed at the directory. */
export function RetryCertificate({ organisationId, certificate, refusal }: Props) {
  const t = useTranslations('certificates.retry')
  const refusalText = useRefusalText()
  const [isPending, startTransition] = useTransition()
  const { id: certificateId, name } = certificate
  const retry = () =>
    startTransition(async () => {
      const result = await retryCertificateAction({ organisationId, certificateId })
      showToast(result.ok ? 'ok' : 'bad', result.ok ? t('done') : refusalText(result))
    })
  return (
    <Button
      size="sm"
      variant="quiet"
      pending={isPending}
      disabledReason={refusal}
      onClick={retry}
      aria-label={t('inFull', { name })}
    >
      {t('open')}
    </Button>
  )
}

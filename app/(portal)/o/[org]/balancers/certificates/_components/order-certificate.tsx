'use client'
import { useTranslations } from 'next-intl'
import { lazy } from 'react'
import { useRefreshWhile } from '~/app/_client/use-refresh-while'
import { DialogButton } from '~/components/ui/overlays/dialog-button'
import type { CertificatesPage } from '~/lib/resources/client'

type Props = {
  organisationId: string
  balancers: NonNullable<CertificatesPage['orderable']>
  /** A certificate is being obtained: the page refreshes. */
  isMoving: boolean
  refusal: string | undefined
}

const Loaded = lazy(async () => ({ default: (await import('./order-form')).OrderForm }))

/** Orders a certificate from the directory of the operator; the form is loaded on demand. */
export function OrderCertificate({ organisationId, balancers, isMoving, refusal }: Props) {
  const t = useTranslations('certificates.order')
  useRefreshWhile(isMoving, ['resources'])
  return (
    <DialogButton refusal={refusal} label={t('open')}>
      {(onClose) => <Loaded organisationId={organisationId} balancers={balancers} onClose={onClose} />}
    </DialogButton>
  )
}

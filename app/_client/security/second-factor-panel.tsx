'use client'
import { useTranslations } from 'next-intl'
import { type ReactNode, useState } from 'react'
import { Card } from '~/components/ui/display/card'
import { StatePill } from '~/components/ui/display/state-pill'
import type { SecondFactorView } from '~/lib/identity/client'
import { EnrolmentForm } from './enrolment-form'
import { ManageSecondFactor } from './manage-second-factor'
import { RecoveryCodes } from './recovery-codes'
import type { SecondFactorActions } from './types'

type Props = {
  view: SecondFactorView
  /** The QR code, rendered on the server; null when the factor is on. */
  qrCode: ReactNode
  isStaff: boolean
  /** The page that was blocked by the missing factor, opened once the codes are kept. */
  doneHref: string
  actions: SecondFactorActions
}

/**
 * Sets up and manages the second factor. It stays mounted when the page is rerendered after enrolment: the recovery
 * codes must stay visible until they are kept.
 */
export function SecondFactorPanel({ view, qrCode, isStaff, doneHref, actions }: Props) {
  const t = useTranslations('auth.secondFactor')
  const [codes, setCodes] = useState<readonly string[] | null>(null)
  const isOn = view.state === 'enabled' || codes !== null
  return (
    <Card
      title={t('title')}
      actions={<StatePill tone={isOn ? 'ok' : 'warn'}>{isOn ? t('on') : t('off')}</StatePill>}
    >
      {codes !== null ? (
        <RecoveryCodes
          codes={codes}
          onKept={() => setCodes(null)}
          doneHref={view.isMandatory ? doneHref : null}
        />
      ) : view.state === 'enabled' ? (
        <ManageSecondFactor view={view} actions={actions} onCodes={setCodes} />
      ) : (
        <EnrolmentForm
          view={view}
          qrCode={qrCode}
          isStaff={isStaff}
          enable={actions.enable}
          onCodes={setCodes}
        />
      )}
    </Card>
  )
}

'use client'
import { useTranslations } from 'next-intl'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import type { ActionResult } from '~/lib/kernel/action-result'

type Props = { email: string; action: (input: Record<string, never>) => Promise<ActionResult<void>> }

/** The application does not proceed until the address is confirmed; the link can be sent again. */
export function ResendConfirmation({ email, action }: Props) {
  const t = useTranslations('identity.account')
  return (
    <Callout tone="warn" title={t('unconfirmedTitle')}>
      <p>{t('unconfirmed', { email })}</p>
      <ActionForm action={action} successToast={t('resent')} className="mt-3">
        <div>
          <SubmitButton variant="secondary" size="sm">
            {t('resend')}
          </SubmitButton>
        </div>
      </ActionForm>
    </Callout>
  )
}

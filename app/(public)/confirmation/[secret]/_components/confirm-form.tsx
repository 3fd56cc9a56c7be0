'use client'
import { useTranslations } from 'next-intl'
import { useState } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { AuthCard } from '~/components/layout/auth-card'
import { Callout } from '~/components/ui/display/callout'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import type { ActionResult } from '~/lib/kernel/action-result'
import { routes } from '~/lib/routes'

type Input = { secret: string }
type Props = { secret: string; action: (input: Input) => Promise<ActionResult<{ isSignedIn: boolean }>> }

export function ConfirmForm({ secret, action }: Props) {
  const t = useTranslations('auth.confirmation')
  const [done, setDone] = useState<{ isSignedIn: boolean } | null>(null)
  if (done) {
    return (
      <AuthCard title={t('doneTitle')}>
        <div className="grid gap-5">
          <Callout tone="ok" live>
            {t(done.isSignedIn ? 'doneSignedIn' : 'done')}
          </Callout>
          <LinkButton variant="primary" block href={routes.account.start()}>
            {t('go')}
          </LinkButton>
        </div>
      </AuthCard>
    )
  }
  return (
    <AuthCard
      title={t('title')}
      lead={t('lead')}
      footer={
        <>
          <p>{t('again')}</p>
          <TextLink href={routes.signIn()}>{t('signIn')}</TextLink>
        </>
      }
    >
      <ActionForm action={action} extra={{ secret }} onSuccess={setDone}>
        <SubmitButton block>{t('submit')}</SubmitButton>
      </ActionForm>
    </AuthCard>
  )
}

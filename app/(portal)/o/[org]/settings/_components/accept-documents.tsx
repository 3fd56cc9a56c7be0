'use client'
import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { ActionForm } from '~/components/form/action-form'
import { SubmitButton } from '~/components/form/submit-button'
import { Callout } from '~/components/ui/display/callout'
import { TextLink } from '~/components/ui/links/text-link'
import type { ActionResult } from '~/lib/kernel/action-result'
import { routes } from '~/lib/routes'

type Versions = { termsVersion: string; dpaVersion: string }
type Props = {
  organisationId: string
  versions: Versions
  action: (input: Versions & { organisationId: string }) => Promise<ActionResult<void>>
}

/** Accepts exactly the versions shown. */
export function AcceptDocuments({ organisationId, versions, action }: Props) {
  const t = useTranslations('identity.settings')
  const link = (href: string) => (words: ReactNode) => (
    <TextLink href={href} target="_blank">
      {words}
    </TextLink>
  )
  return (
    <Callout tone="info" title={t('outdatedTitle')}>
      <p>{t.rich('outdated', { terms: link(routes.terms()), dpa: link(routes.dataProcessing()) })}</p>
      <ActionForm
        action={action}
        extra={{ organisationId, ...versions }}
        successToast={t('accepted')}
        className="mt-3"
      >
        <div>
          <SubmitButton>{t('acceptDocuments')}</SubmitButton>
        </div>
      </ActionForm>
    </Callout>
  )
}

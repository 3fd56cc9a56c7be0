import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { LinkButton } from '~/components/ui/links/link-button'
import { organisationTone } from '~/lib/identity/client'
import type { OrganisationState } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'

type Props = {
  organisationId: string
  state: OrganisationState
  lacksSecondFactor: boolean
  lacksLegalAcceptance: boolean
}

/** Reasons why the organisation cannot order, each with a link to the page that resolves it. */
export function Banners({ organisationId, state, lacksSecondFactor, lacksLegalAcceptance }: Props) {
  const t = useTranslations('identity.banner')
  return (
    <div className="grid gap-2.5">
      {state !== 'active' && (
        <Callout
          tone={organisationTone[state]}
          title={t(`${state}Title`)}
          // Hidden on the page that explains it in full.
          className="[main:has([data-standing])_&]:hidden"
          actions={
            <LinkButton size="sm" href={routes.org.moderation(organisationId)}>
              {t('see')}
            </LinkButton>
          }
        >
          {t(state)}
        </Callout>
      )}
      {lacksSecondFactor && (
        <Callout
          tone="warn"
          title={t('factorTitle')}
          actions={
            <LinkButton size="sm" href={routes.account.security()}>
              {t('factorAction')}
            </LinkButton>
          }
        >
          {t('factor')}
        </Callout>
      )}
      {lacksLegalAcceptance && (
        <Callout
          tone="info"
          title={t('legalTitle')}
          actions={
            <LinkButton size="sm" href={routes.org.settings(organisationId)}>
              {t('legalAction')}
            </LinkButton>
          }
        >
          {t('legal')}
        </Callout>
      )}
    </div>
  )
}

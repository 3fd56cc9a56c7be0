import { useTranslations } from 'next-intl'
import { Card } from '~/components/ui/display/card'
import { EmptyState } from '~/components/ui/display/empty-state'
import { LinkButton } from '~/components/ui/links/link-button'
import type { OrganisationState } from '~/lib/kernel/op-context'
import { routes } from '~/lib/routes'

type Props = { organisationId: string; state: Exclude<OrganisationState, 'active'> }

/** For an organisation that cannot order yet or no longer: its state, and what to do meanwhile. */
export function NotActive({ organisationId, state }: Props) {
  const t = useTranslations('home.pending')
  const isApplying = state === 'pending' || state === 'needs_info'
  return (
    <Card>
      <EmptyState
        icon="clock"
        title={t(`state.${state}`)}
        action={
          isApplying && (
            <div className="flex flex-wrap justify-center gap-2.5">
              <LinkButton href={routes.org.order(organisationId)}>{t('catalogue')}</LinkButton>
              <LinkButton href={routes.org.keys(organisationId)}>{t('keys')}</LinkButton>
            </div>
          )
        }
      >
        {isApplying ? t('text') : t('stopped')}
      </EmptyState>
    </Card>
  )
}

import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/display/state-pill'
import { type OrderState, orderTones } from '~/lib/ordering/client'

/** `isPostponed`: approved but held because of a passing obstacle. */
export function OrderStatePill({ state, isPostponed = false }: { state: OrderState; isPostponed?: boolean }) {
  const t = useTranslations('ordering')
  if (isPostponed) return <StatePill tone="info">{t('postponed.state')}</StatePill>
  return (
    <StatePill tone={orderTones[state]} busy={state === 'accepted' || state === 'in_progress'}>
      {t(`state.${state}`)}
    </StatePill>
  )
}

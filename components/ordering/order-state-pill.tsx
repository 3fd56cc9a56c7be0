import { useTranslations } from 'next-intl'
import { StatePill } from '~/components/ui/state-pill'
import { type OrderState, orderTones } from '~/lib/ordering/client'

export function OrderStatePill({ state }: { state: OrderState }) {
  const t = useTranslations('ordering.state')
  return (
    <StatePill tone={orderTones[state]} busy={state === 'accepted' || state === 'in_progress'}>
      {t(state)}
    </StatePill>
  )
}

import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'

type State = 'not_yet' | 'open' | 'no_longer'

const tones: Record<State, Tone> = { not_yet: 'info', open: 'ok', no_longer: 'off' }

/** Whether a purchase order can be used now. */
export function ValidityPill({ state }: { state: State }) {
  const t = useTranslations('buying.purchaseOrders')
  return <StatePill tone={tones[state]}>{t(`state.${state}`)}</StatePill>
}

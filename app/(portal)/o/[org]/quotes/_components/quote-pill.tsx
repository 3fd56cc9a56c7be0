import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { QuoteState } from '~/lib/ordering/client'

const tones: Record<QuoteState, Tone> = {
  review: 'warn',
  open: 'info',
  signed: 'warn',
  ordered: 'ok',
  superseded: 'off',
  expired: 'off',
  withdrawn: 'off',
  refused: 'bad',
}

export function QuotePill({ state }: { state: QuoteState }) {
  const t = useTranslations('quotes')
  return <StatePill tone={tones[state]}>{t(`state.${state}`)}</StatePill>
}

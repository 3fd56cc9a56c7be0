import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { SaleState } from '~/lib/catalogue/client'

const tones: Record<SaleState, Tone> = { on_sale: 'ok', unpriced: 'warn', withdrawn: 'off' }

export function SalePill({ state }: { state: SaleState }) {
  const t = useTranslations('pricing')
  return <StatePill tone={tones[state]}>{t(`sale.${state}`)}</StatePill>
}

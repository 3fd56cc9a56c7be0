import { useTranslations } from 'next-intl'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import type { NameState as State } from '~/lib/names/client'

const tones: Record<State, Tone> = {
  published: 'ok',
  pending: 'info',
  failing: 'warn',
  unverified: 'warn',
  nowhere: 'off',
}

type Props = {
  state: State
  failure: string | null
  /** For `nowhere`, where something else is missing than an address. */
  nowhere?: string
}

/** Whether the DNS server has a name, and why not. */
export function NameState({ state, failure, nowhere }: Props) {
  const t = useTranslations('names')
  return (
    <span className="grid justify-items-start gap-1">
      <StatePill tone={tones[state]} busy={state === 'pending'}>
        {state === 'nowhere' && nowhere ? nowhere : t(`state.${state}`)}
      </StatePill>
      {failure && <span className="text-sm text-ink-2">{t(`failure.${failure}`)}</span>}
      {state === 'unverified' && <span className="text-sm text-ink-2">{t('unverifiedText')}</span>}
    </span>
  )
}

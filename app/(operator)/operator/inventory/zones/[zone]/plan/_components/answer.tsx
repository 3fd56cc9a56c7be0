import { useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import type { SelectOption } from '~/components/ui/fields/select-control'
import type { WhatIfAnswer, WhatIfOutcome } from '~/lib/relocation/client'
import { DrainPart } from './drain-part'
import { PlanPicture } from './plan-picture'
import { PowerTable } from './power-table'
import { StayTable } from './stay-table'

type Props = { answer: WhatIfAnswer; mayChange: boolean; nights: readonly SelectOption[] }

/** The effects of a plan, and the zone's capabilities before and after it. */
export function Answer({ answer, mayChange, nights }: Props) {
  const { outcome, before, after } = answer
  return (
    <>
      {outcome?.kind === 'drain' && (
        <DrainPart proposal={outcome.proposal} mayChange={mayChange} nights={nights} />
      )}
      {outcome && outcome.kind !== 'drain' && <Verdict outcome={outcome} />}
      {outcome?.kind === 'lose' && <StayTable stays={outcome.stays} total={outcome.staysTotal} />}
      {answer.picture.racks.length > 0 && <PlanPicture picture={answer.picture} />}
      <PowerTable before={before} after={after} />
    </>
  )
}

function Verdict({ outcome }: { outcome: Exclude<WhatIfOutcome, { kind: 'drain' }> }) {
  const t = useTranslations('planning.plan.verdict')
  switch (outcome.kind) {
    case 'lose': {
      const { hosts, servers, organisations, moved, staysTotal } = outcome
      const isWhole = staysTotal === 0
      return (
        <Callout
          tone={isWhole ? 'ok' : 'bad'}
          title={isWhole ? t('loseFits') : t('loseStrands', { count: staysTotal })}
        >
          {t('loseText', { hosts, servers, organisations, moved })}
        </Callout>
      )
    }
    case 'order': {
      const { isPlaced, short, bundle, quantity, hosts, racks } = outcome
      return (
        <Callout
          tone={isPlaced ? 'ok' : 'bad'}
          title={isPlaced ? t('orderFits', { quantity, bundle }) : t('orderStrands', { quantity, bundle })}
        >
          {isPlaced ? t('orderText', { hosts, racks }) : t(`short.${short ?? 'vcpu'}`)}
        </Callout>
      )
    }
    case 'add': {
      const { count, generation, rack } = outcome
      return (
        <Callout tone="info" title={t('addTitle', { count, generation })}>
          {rack ? t('addInRack', { rack }) : t('addInNew')}
        </Callout>
      )
    }
  }
}

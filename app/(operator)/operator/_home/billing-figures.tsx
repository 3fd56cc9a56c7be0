import { useTranslations } from 'next-intl'
import { Money } from '~/components/ui/display/money'
import { Stat } from '~/components/ui/display/stat'
import { routes } from '~/lib/routes'
import { StatLink } from './stat-link'

type Props = {
  billing: {
    overdueCents: string
    overdueCount: number
    waitingMovements: number
    troubledDeclarations: number
  }
  /** Service credits that wait for a billing officer. */
  waitingCredits: number
}

/** Open work for an accountant; each figure links to its page. */
export function BillingFigures({ billing, waitingCredits }: Props) {
  const t = useTranslations('billingRuns.home')
  const { overdueCents, overdueCount, waitingMovements, troubledDeclarations } = billing
  return (
    <>
      <StatLink href={routes.operator.dunning()}>
        <Stat
          label={t('overdue')}
          value={<Money cents={BigInt(overdueCents)} />}
          note={t('overdueNote', { count: overdueCount })}
          {...(overdueCount > 0 && { tone: 'bad' as const })}
        />
      </StatLink>
      <StatLink href={routes.operator.statements()}>
        <Stat
          label={t('movements')}
          value={waitingMovements}
          note={t('movementsNote', { count: waitingMovements })}
        />
      </StatLink>
      {troubledDeclarations > 0 && (
        <StatLink href={routes.operator.ereporting()}>
          <Stat
            label={t('declarations')}
            value={troubledDeclarations}
            note={t('declarationsNote')}
            tone="bad"
          />
        </StatLink>
      )}
      <StatLink href={routes.operator.serviceCredits({ state: 'awaiting_confirmation' })}>
        <Stat
          label={t('credits')}
          value={waitingCredits}
          note={t('creditsNote', { count: waitingCredits })}
        />
      </StatLink>
    </>
  )
}

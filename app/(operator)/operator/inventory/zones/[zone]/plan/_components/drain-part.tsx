import { useLocale, useTranslations } from 'next-intl'
import { Callout } from '~/components/ui/display/callout'
import { Stat } from '~/components/ui/display/stat'
import type { SelectOption } from '~/components/ui/fields/select-control'
import { LinkButton } from '~/components/ui/links/link-button'
import { formatDuration, formatNumber, type Locale } from '~/lib/kernel/text/format'
import type { DrainProposal } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'
import { StartDialog } from '../../../../../relocations/_components/start-dialog'
import { startDrainAction } from '../../../../../relocations/actions'
import { PlannedMoves } from './planned-moves'
import { StayTable } from './stay-table'

type Props = { proposal: DrainProposal; mayChange: boolean; nights: readonly SelectOption[] }

/** A drain's moves, broken rules, servers that do not fit, and duration; then the start button. */
export function DrainPart({ proposal, mayChange, nights }: Props) {
  const t = useTranslations('planning')
  const tHost = useTranslations('inventory')
  const locale = useLocale() as Locale
  const { host, moves, stays, organisations, duration, relocationId } = proposal
  const running = moves.filter((move) => move.isRunning).length
  const bending = moves.filter((move) => move.bends.length > 0).length
  const refusal = !mayChange
    ? t('mayNot')
    : proposal.canMove
      ? !proposal.mayBeDrained
        ? t('notDrainable', { state: tHost(`state.${host.state}`) })
        : undefined
      : t('cannotMove')
  return (
    <>
      <div className="grid grid-cols-2 gap-3 sm:gap-4 xl:grid-cols-4">
        <Stat
          label={t('stat.moves')}
          value={formatNumber(moves.length, locale)}
          note={t('stat.movesNote', { running, organisations })}
        />
        <Stat
          label={t('stat.stays')}
          value={formatNumber(stays.length, locale)}
          note={stays.length > 0 ? t('stat.staysNote') : t('stat.staysNone')}
          {...(stays.length > 0 && { tone: 'bad' as const })}
        />
        <Stat
          label={t('stat.bends')}
          value={formatNumber(bending, locale)}
          note={bending > 0 ? t('stat.bendsNote') : t('stat.bendsNone')}
        />
        <Stat
          label={t('stat.duration')}
          value={duration.secondsInAll === null ? '—' : formatDuration(duration.secondsInAll, locale)}
          note={
            duration.secondsPerMove === null
              ? moves.length > 0 && t('stat.notMeasured')
              : t('stat.durationNote', {
                  each: formatDuration(Math.ceil(duration.secondsPerMove), locale),
                  concurrent: duration.concurrent,
                })
          }
        />
      </div>
      {relocationId ? (
        <Callout
          tone="info"
          title={t('underWay')}
          actions={
            <LinkButton size="sm" href={routes.operator.relocation(relocationId)}>
              {t('follow')}
            </LinkButton>
          }
        />
      ) : (
        <Callout
          tone={stays.length > 0 ? 'warn' : 'info'}
          title={t('dryRun')}
          actions={
            <StartDialog
              label={t('drainStart', { host: host.name })}
              title={t('ofHost', { host: host.name })}
              submit={t('drainSubmit')}
              extra={{ hostId: host.id, planKey: proposal.planKey }}
              action={startDrainAction}
              nights={nights}
              disabledReason={refusal}
            />
          }
        >
          {t(stays.length > 0 ? 'dryRunLeft' : 'dryRunText')}
        </Callout>
      )}
      <StayTable stays={stays} total={stays.length} />
      <PlannedMoves moves={moves} />
    </>
  )
}

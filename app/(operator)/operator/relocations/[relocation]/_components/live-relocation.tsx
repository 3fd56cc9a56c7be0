'use client'
import { useLocale, useTranslations } from 'next-intl'
import { relocationQuery } from '~/app/_client/planning'
import { Callout } from '~/components/ui/display/callout'
import { Card } from '~/components/ui/display/card'
import { Meter } from '~/components/ui/display/meter'
import { PageHeader } from '~/components/ui/display/page-header'
import { useNow } from '~/components/ui/display/relative-time'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { LinkButton } from '~/components/ui/links/link-button'
import { TextLink } from '~/components/ui/links/text-link'
import { useQuery } from '~/components/ui/queries'
import { formatDuration, type Locale } from '~/lib/kernel/text/format'
import { type RelocationView, relocationDisplayState, relocationTones } from '~/lib/relocation/client'
import { routes } from '~/lib/routes'
import { LeftCallout } from './left-callout'
import { MoveList } from './move-list'
import { type Turn, TurnButtons } from './turn-buttons'

type Props = {
  initial: RelocationView
  mayChange: boolean
  mayAnnounce: boolean
  maySeeSagas: boolean
  turn: Turn
}

/** The live state of one relocation: progress, moves, and possible actions. */
export function LiveRelocation({ initial, mayChange, mayAnnounce, maySeeSagas, turn }: Props) {
  const t = useTranslations('planning')
  const locale = useLocale() as Locale
  const { data: relocation, refetch } = useQuery({ ...relocationQuery(initial.id), initialData: initial })
  const { kind, host, zone, state, moves, moved, failed, secondsLeft, endsAt } = relocation
  const standing = relocationDisplayState(relocation, useNow(10_000))
  return (
    <>
      <PageHeader
        back={{ href: routes.operator.relocations(), label: t('title') }}
        title={kind === 'drain' ? t('ofHost', { host: host?.name ?? '' }) : t('ofZone', { zone: zone.name })}
        reference={relocation.id}
        state={<StatePill tone={relocationTones[standing]}>{t(`state.${standing}`)}</StatePill>}
        lead={relocation.reason}
        actions={
          <>
            {mayAnnounce && kind === 'drain' && (
              <LinkButton href={routes.operator.newMaintenance({ relocation: relocation.id })}>
                {t('announce')}
              </LinkButton>
            )}
            {mayChange && <TurnButtons relocation={relocation} turn={turn} onTurned={() => void refetch()} />}
          </>
        }
      />
      <div className="grid gap-4" aria-live="polite">
        {state === 'paused' && failed > 0 && (
          <Callout tone="warn" title={t('failedTitle', { count: failed })}>
            {t('failedText')}
          </Callout>
        )}
        {relocation.left.length > 0 && state !== 'undoing' && <LeftCallout relocation={relocation} />}
        <Card>
          <div className="grid gap-2.5">
            <div className="flex flex-wrap items-baseline justify-between gap-x-6 gap-y-1">
              <p className="font-display text-xl font-semibold">{t('progress', { moved, moves })}</p>
              {secondsLeft !== null && secondsLeft > 0 && standing === 'running' && (
                <p className="text-ink-2">
                  {t('timeLeft', { duration: formatDuration(secondsLeft, locale) })}
                </p>
              )}
            </div>
            <Meter
              label={t('progressLabel')}
              value={moved}
              max={moves}
              valueText={t('progress', { moved, moves })}
              size="md"
            />
            <p className="text-sm text-ink-2">
              {t.rich(endsAt ? 'window' : 'windowOpen', {
                start: () => <Timestamp at={new Date(relocation.startsAt)} />,
                end: () => (endsAt ? <Timestamp at={new Date(endsAt)} /> : null),
              })}{' '}
              {t('atOnce', { count: relocation.concurrentMax })}
            </p>
            <p className="text-sm">
              {host && (
                <TextLink href={routes.operator.host(host.id)}>{t('hostPage', { host: host.name })}</TextLink>
              )}
              {!host && (
                <TextLink href={routes.operator.zone(zone.id)}>{t('zonePage', { zone: zone.name })}</TextLink>
              )}
            </p>
          </div>
        </Card>
        <MoveList relocation={relocation} maySeeSagas={maySeeSagas} />
      </div>
    </>
  )
}

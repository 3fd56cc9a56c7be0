'use client'
import { useTranslations } from 'next-intl'
import { lazy, Suspense, useEffect, useRef, useState } from 'react'
import { Callout } from '~/components/ui/display/callout'
import { Icon } from '~/components/ui/display/icon'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import type { consoleLimits } from '~/lib/console/client'
import type { Id } from '~/lib/kernel/ids'
import { type InstanceState, instanceCan } from '~/lib/resources/client'
import type { ConsoleState } from './console-state'

// By far the heaviest module of the portal, and useless before the page is ready.
const Terminal = lazy(() => import('./terminal'))

type Props = {
  organisationId: string
  instanceId: Id<'instance'>
  name: string
  state: InstanceState
  isProtected: boolean
  mayOpen: boolean
  limits: typeof consoleLimits
}

const tones: Record<ConsoleState['phase'], Tone> = {
  connecting: 'info',
  open: 'ok',
  ended: 'off',
  refused: 'off',
}

/** A terminal that fills the window, with the console's state above it. */
export function ConsoleScreen({ limits, mayOpen, ...of }: Props) {
  const t = useTranslations('console')
  const refusalText = useRefusalText()
  const decision = instanceCan.console(of)
  const refusal = decision.allowed ? null : { code: 'state_forbids', params: { reason: decision.reason } }
  const [state, setState] = useState<ConsoleState>(
    mayOpen && refusal ? { phase: 'refused', ...refusal } : { phase: 'connecting' },
  )
  /** Each attempt has its own terminal; none before hydration, and none for a stopped server. */
  const [attempt, setAttempt] = useState(0)
  const [isForScreenReader, setIsForScreenReader] = useState(false)
  const wayOut = useRef<HTMLButtonElement>(null)
  useEffect(() => {
    if (mayOpen && decision.allowed) setAttempt((last) => Math.max(last, 1))
  }, [mayOpen, decision.allowed])

  if (!mayOpen) return <Callout tone="info">{t('readOnly')}</Callout>
  const isOver = state.phase === 'ended' || state.phase === 'refused'
  const label = state.phase === 'open' ? 'connected' : state.phase
  const why = reasonOf(state)
  return (
    <div className="flex min-h-0 flex-1 flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        {/* Narrow, it has room for the line that comes with the connection, so that the terminal stays in place. */}
        <p
          role="status"
          className="flex flex-wrap content-start items-center gap-x-3 gap-y-1 max-sm:min-h-14 max-sm:w-full"
        >
          <StatePill tone={tones[state.phase]} busy={state.phase === 'connecting'}>
            {t(label)}
          </StatePill>
          <span className="text-sm text-ink-2">{why}</span>
        </p>
        <div className="flex flex-wrap items-center gap-2.5 sm:ml-auto">
          <Button
            ref={wayOut}
            variant="quiet"
            size="sm"
            aria-pressed={isForScreenReader}
            onClick={() => setIsForScreenReader((is) => !is)}
            icon={<Icon name={isForScreenReader ? 'check' : 'info'} size={15} />}
          >
            {t('screenReader')}
          </Button>
          {isOver && (
            <Button
              variant="primary"
              size="sm"
              icon={<Icon name="refresh" size={15} />}
              onClick={() => {
                setState({ phase: 'connecting' })
                setAttempt((last) => last + 1)
              }}
            >
              {t('reconnect')}
            </Button>
          )}
        </div>
      </div>
      <section
        aria-label={t('terminal', { name: of.name })}
        className="min-h-80 flex-1 overflow-hidden rounded-card border border-line bg-surface p-3"
      >
        {attempt > 0 && (
          <Suspense fallback={null}>
            <Terminal
              key={attempt}
              organisationId={of.organisationId}
              instanceId={of.instanceId}
              label={t('terminal', { name: of.name })}
              tooMuchText={t('tooMuch')}
              isForScreenReader={isForScreenReader}
              tell={setState}
              leave={() => wayOut.current?.focus()}
            />
          </Suspense>
        )}
      </section>
      <p className="text-sm text-ink-3">
        {t('leave')} {t('limits', { minutes: limits.idleMinutes, hours: limits.wholeHours })}
      </p>
    </div>
  )

  function reasonOf(now: ConsoleState) {
    switch (now.phase) {
      case 'connecting':
        return null
      case 'open':
        return t.rich('since', { time: () => <Timestamp at={now.since} /> })
      case 'refused':
        return refusalText({ code: now.code, ...(now.params && { params: now.params }) })
      case 'ended':
        return t(`end.${now.end}`, {
          code: now.exitCode,
          minutes: limits.idleMinutes,
          hours: limits.wholeHours,
          count: limits.perPerson,
        })
    }
  }
}

'use client'
import type { QueryKey } from '@tanstack/react-query'
import { useTranslations } from 'next-intl'
import { type ReactNode, useTransition } from 'react'
import { StatePill, type Tone } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { useRefusalText } from '~/components/ui/fields/use-refusal-text'
import { Button } from '~/components/ui/links/button'
import { showToast } from '~/components/ui/overlays/toast'
import { refetchQueries } from '~/components/ui/queries'
import type { ActionResult } from '~/lib/kernel/action-result'
import type { PublicVerdict, ReachTestView } from '~/lib/resources/client'
import { PublicTestText } from './public-test-text'

const tones: Record<PublicVerdict, Tone> = {
  open: 'ok',
  verified: 'ok',
  waiting: 'info',
  closed: 'off',
  broken: 'bad',
  unknown: 'off',
}

export type RunReachTest = () => Promise<ActionResult<unknown>>

type Props = {
  test: ReachTestView | null
  /** Null for members who do not operate the server. */
  run: RunReachTest | null
  /** Of the page's data, which is read again once a test has started. */
  queryKey: QueryKey
}

/** The last test of each way to the server, and the button for another one. */
export function ReachTest({ test, run, queryKey }: Props) {
  const t = useTranslations('compute.connect.test')
  const refusalText = useRefusalText()
  const [isPending, start] = useTransition()
  const isRunning = test !== null && test.finishedAt === null
  if (!run && !test) return null
  const ask = (action: RunReachTest) =>
    start(async () => {
      const result = await action()
      if (!result.ok) showToast('bad', refusalText(result))
      await refetchQueries(queryKey)
    })
  return (
    <div className="grid gap-2 border-t border-line pt-3">
      <div className="flex flex-wrap items-center gap-3">
        {run && (
          <Button size="sm" pending={isPending || isRunning} onClick={() => ask(run)}>
            {t('run')}
          </Button>
        )}
        <p role="status" className="text-sm text-ink-3">
          {isRunning ? t('running') : test?.finishedAt && <Tested at={test.finishedAt} />}
        </p>
      </div>
      {!isRunning && test?.result && (
        <ul className="grid gap-2">
          {test.result.public.map(({ address, verdict, link, seen }) => (
            <Line
              key={address}
              name={<code className="text-sm wrap-anywhere">{address}</code>}
              tone={tones[verdict]}
              verdict={t(`verdict.${verdict}`)}
            >
              <PublicTestText verdict={verdict} link={link} seen={seen} />
            </Line>
          ))}
          {(['console', 'private'] as const).map((way) => {
            const { verdict } = test.result?.[way] ?? { verdict: 'unknown' as const }
            return (
              <Line key={way} name={t(`${way}.name`)} tone={tones[verdict]} verdict={t(`verdict.${verdict}`)}>
                {t(`${way}.${verdict}`)}
              </Line>
            )
          })}
        </ul>
      )}
    </div>
  )
}

function Tested({ at }: { at: string }) {
  const t = useTranslations('compute.connect.test')
  return (
    <>
      {t('tested')} <Timestamp at={new Date(at)} />
    </>
  )
}

type LineProps = { name: ReactNode; tone: Tone; verdict: string; children: ReactNode }

function Line({ name, tone, verdict, children }: LineProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
      <p className="flex flex-wrap items-center gap-2">
        {name}
        <StatePill tone={tone}>{verdict}</StatePill>
      </p>
      <p className="text-sm text-ink-3">{children}</p>
    </li>
  )
}

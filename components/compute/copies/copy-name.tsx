import { useTranslations } from 'next-intl'
import type { ReactNode } from 'react'
import { StatePill } from '~/components/ui/display/state-pill'
import { Timestamp } from '~/components/ui/display/timestamp'
import { snapshotTones, transientSnapshotStates } from '~/lib/resources/client'

type Props = {
  name: string
  /** When it was made, ISO; shown once it is available. */
  at: string | null
  state: keyof typeof snapshotTones
  /** The state in words, until it is available. */
  stateText: string
  failureCode: string | null
  /** Shown after the instant. */
  note?: ReactNode
}

/** The name of a snapshot, backup or image, with its moment or its state. */
export function CopyName({ name, at, state, stateText, failureCode, note }: Props) {
  const causes = useTranslations('provisioning')
  return (
    <>
      <p className="font-semibold">{name}</p>
      {at && state === 'available' ? (
        <p className="text-sm text-ink-2">
          <Timestamp look="short" at={new Date(at)} />
          {note}
        </p>
      ) : (
        <StatePill tone={snapshotTones[state]} busy={transientSnapshotStates.includes(state)}>
          {stateText}
        </StatePill>
      )}
      {failureCode && <p className="text-sm text-ink-2">{causes(`failure.${failureCode}`)}</p>}
    </>
  )
}

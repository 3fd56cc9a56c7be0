'use client'
import { useState } from 'react'
import { ElapsedTime, RelativeTime } from '~/components/ui/display/relative-time'
import { State } from '../../state'

export function RelativeTimeSample() {
  const [now] = useState(() => new Date())
  return (
    <>
      <State name="RelativeTime">
        <RelativeTime at={new Date(now.getTime() - 3 * 60_000)} />
      </State>
      <State name="ElapsedTime, counting">
        <ElapsedTime since={now} />
      </State>
      <State name="ElapsedTime, ended">
        <ElapsedTime since={new Date('2026-03-02T09:00:00Z')} until={new Date('2026-03-02T09:02:07Z')} />
      </State>
    </>
  )
}

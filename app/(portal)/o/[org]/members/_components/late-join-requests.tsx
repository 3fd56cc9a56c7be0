'use client'
import { type ComponentProps, lazy } from 'react'
import { LatePart } from '~/components/ui/overlays/late-part'
import type { JoinRequests } from './join-requests'

const Loaded = lazy(async () => ({ default: (await import('./join-requests')).JoinRequests }))

/** `JoinRequests`; most visits of the page have none, so its code is loaded only where one waits. */
export function LateJoinRequests(props: ComponentProps<typeof JoinRequests>) {
  return (
    <LatePart>
      <Loaded {...props} />
    </LatePart>
  )
}

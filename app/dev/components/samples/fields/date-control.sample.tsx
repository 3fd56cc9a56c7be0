'use client'
import { DateControl } from '~/components/ui/fields/date-control'
import { State } from '../../state'

export function DateControlSample() {
  return (
    <>
      <State name="isCompact, empty">
        <DateControl isCompact aria-label="Du" />
      </State>
      <State name="full width">
        <DateControl aria-label="Du" defaultValue="2026-11-30" />
      </State>
    </>
  )
}

'use client'
import { CopyButton } from '~/components/ui/display/copy-button'
import { State } from '../../state'

export function CopyButtonSample() {
  return (
    <State name="text">
      <CopyButton text="10.20.0.14" what="adresse IP" />
    </State>
  )
}

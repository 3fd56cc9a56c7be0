'use client'
import { Copyable } from '~/components/ui/display/copyable'
import { State } from '../../state'

export function CopyableSample() {
  return (
    <>
      <State name="text">
        <Copyable text="10.20.0.14" what="adresse IP" />
      </State>
      <State name="display shorter than the text">
        <Copyable text="0192f0e8-7c1e-7a55-9a0f-33a1d6e1a001" what="identifiant" display="0192f0e8…" />
      </State>
    </>
  )
}

'use client'
import { useState } from 'react'
import type { AskedProof } from '~/components/ui/fields/proof'
import { ProofField } from '~/components/ui/fields/proof-field'
import { Button } from '~/components/ui/links/button'
import { State } from '../../state'

export function ProofFieldSample() {
  const [asked, setAsked] = useState<AskedProof | null>(null)
  return (
    <State name="code or password; takes the focus when it appears">
      <div className="grid gap-3">
        <div className="flex gap-2">
          <Button onClick={() => setAsked('code')}>Code</Button>
          <Button onClick={() => setAsked('password')}>Mot de passe</Button>
        </div>
        {asked && <ProofField asked={asked} />}
      </div>
    </State>
  )
}

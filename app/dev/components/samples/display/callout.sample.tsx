'use client'
import { Callout, ErrorText } from '~/components/ui/display/callout'
import { Button } from '~/components/ui/links/button'
import { State } from '../../state'

export function CalloutSample() {
  return (
    <>
      {(['info', 'ok', 'warn', 'bad', 'off'] as const).map((tone) => (
        <State key={tone} name={tone}>
          <Callout tone={tone} title="Maintenance prévue">
            Le serveur redémarre jeudi à 22 h.
          </Callout>
        </State>
      ))}
      <State name="without title">
        <Callout>Le serveur redémarre jeudi à 22 h.</Callout>
      </State>
      <State name="actions" wide>
        <Callout
          tone="warn"
          title="Quota presque atteint"
          actions={<Button size="sm">Demander davantage</Button>}
        >
          Il reste 2 vCPU sur 64.
        </Callout>
      </State>
      <State name="ErrorText">
        <ErrorText>connect ECONNREFUSED 127.0.0.1:8443</ErrorText>
      </State>
    </>
  )
}

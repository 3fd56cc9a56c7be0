'use client'
import { CodeBlock } from '~/components/ui/display/code-block'
import { State } from '../../state'

export function CodeBlockSample() {
  return (
    <>
      <State name="one line">
        <CodeBlock label="shell" code="andromede server list" />
      </State>
      <State name="long lines">
        <CodeBlock
          label="curl"
          code={
            'curl -X POST "$ANDROMEDE_URL/v1/instances/ins_01kade29vz83bansf5jnz277j3/restart" \\\n  -H "Authorization: Bearer $ANDROMEDE_TOKEN"'
          }
        />
      </State>
    </>
  )
}

'use client'
import { useState } from 'react'
import { CheckGroup } from '~/components/ui/fields/check-group'
import { State } from '../../state'

const options = [
  { value: 'web-1', label: 'web-1', note: '10.128.0.10' },
  { value: 'web-2', label: 'web-2', note: '10.128.0.11' },
]

export function CheckGroupSample() {
  const [value, setValue] = useState(['web-1'])
  return (
    <>
      <State name="with a hint and notes">
        <CheckGroup
          name="check-group"
          legend="Serveurs"
          hint="Un à un."
          options={options}
          value={value}
          onValueChange={setValue}
        />
      </State>
      <State name="error">
        <CheckGroup
          name="check-group-error"
          legend="Serveurs"
          options={options}
          value={[]}
          onValueChange={() => {}}
          error="Choisissez un serveur."
        />
      </State>
    </>
  )
}

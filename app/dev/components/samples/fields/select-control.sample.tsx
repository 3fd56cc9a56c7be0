'use client'
import { SelectControl } from '~/components/ui/fields/select-control'
import { State } from '../../state'

export function SelectControlSample() {
  const options = [
    { value: 'par1', label: 'PAR1' },
    { value: 'lyo1', label: 'LYO1' },
  ]
  return (
    <>
      <State name="isCompact">
        <SelectControl isCompact aria-label="Zone" placeholder="Zone : toutes" options={options} />
      </State>
      <State name="full width">
        <SelectControl aria-label="Zone" options={options} defaultValue="lyo1" />
      </State>
    </>
  )
}

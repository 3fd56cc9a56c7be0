'use client'
import { type ReactNode, useState } from 'react'
import { useRefreshEvery } from '~/app/_client/use-refresh-every'
import { Checkbox } from '~/components/ui/fields/checkbox'

const pollMs = 3_000
const pollForMs = 10 * 60_000

/** Rows of a table that a person chooses for an act, among those that are `open` to one. */
export function useChoice<Row extends { id: string }>(open: readonly Row[]) {
  const [ticked, setTicked] = useState<ReadonlySet<string>>(new Set())
  const chosen = open.filter(({ id }) => ticked.has(id))
  const tick = (rows: readonly Row[], isOn: boolean) => {
    const ids = rows.map(({ id }) => id)
    setTicked((was) => new Set(isOn ? [...was, ...ids] : [...was].filter((id) => !ids.includes(id))))
  }
  return {
    chosen,
    clear: () => setTicked(new Set()),
    /** Chooses all of them, or none. */
    box: (name: string, label: string) => (
      <Checkbox
        name={name}
        label={label}
        checked={open.length > 0 && chosen.length === open.length}
        onChange={(event) => tick(open, event.currentTarget.checked)}
      />
    ),
    /** Chooses this row; its label alone if it is not open. */
    boxOf: (row: Row, name: string, label: ReactNode) =>
      open.includes(row) ? (
        <Checkbox
          name={name}
          label={label}
          checked={ticked.has(row.id)}
          onChange={(event) => tick([row], event.currentTarget.checked)}
        />
      ) : (
        label
      ),
  }
}

/** Refreshes the page while the worker still ends what was decided. */
export function useRefreshWhileWaiting(isWaiting: boolean): void {
  useRefreshEvery(pollMs, { isOn: isWaiting, forMs: pollForMs })
}

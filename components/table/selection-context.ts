'use client'
import { createContext, use } from 'react'

export type Selection = { ids: readonly string[]; clear: () => void }

export const SelectionContext = createContext<Selection>({ ids: [], clear: () => {} })

/** The ticked rows of the table around, for the buttons of its bulk bar. */
export function useSelection(): Selection {
  return use(SelectionContext)
}

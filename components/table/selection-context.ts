'use client'
import { createContext, use } from 'react'

export type Selection = { ids: readonly string[]; clear: () => void }

export const SelectionContext = createContext<Selection>({ ids: [], clear: () => {} })

/** The ticked rows of the surrounding table, for its bulk actions. */
export function useSelection(): Selection {
  return use(SelectionContext)
}

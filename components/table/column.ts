import type { ReactNode } from 'react'

/** One column of a table. `id` is also the name by which the address sorts and hides it. */
export type Column<Row> = {
  id: string
  /** The head; units belong here: `Mémoire, Gio`. */
  header: ReactNode
  cell: (row: Row) => ReactNode
  numeric?: boolean
  sortable?: boolean
  /** May be hidden by the reader; the first column never is. */
  hideable?: boolean
  /** What the export writes when it differs from the text on screen. */
  csv?: (row: Row) => string
  className?: string
}

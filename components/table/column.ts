import type { ReactNode } from 'react'

/** One column of a table. `id` is also its name in the address for sorting and hiding. */
export type Column<Row> = {
  id: string
  /** The header; units belong here: `Mémoire, Gio`. */
  header: ReactNode
  cell: (row: Row) => ReactNode
  /** A second line of the first column, below its link. */
  detail?: (row: Row) => ReactNode
  numeric?: boolean
  sortable?: boolean
  /** Can be hidden by the reader; the first column never. */
  hideable?: boolean
  /** The exported value if it differs from the text on screen. */
  csv?: (row: Row) => string
  className?: string
  /** On a phone it is at the end of the row's first line; by default the state is, else the amount. */
  isEnd?: boolean
  /** On a phone it comes last and without its header, as actions do. */
  isAct?: boolean
  /** In the exported file only: on screen another column has it. */
  isExportOnly?: boolean
}

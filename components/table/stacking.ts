import type { ReactNode } from 'react'

type Stackable = {
  id: string
  header: ReactNode
  numeric?: boolean
  isEnd?: boolean
  isAct?: boolean
  isExportOnly?: boolean
}

/** Columns whose cells are a state, in the order of preference. */
const stateColumns = ['state', 'standing', 'verdict']

/** The column at the end of a row's first line on a phone: the marked one, else the state, else the amount. */
export function endColumn<Column extends Stackable>(columns: readonly Column[]): Column | undefined {
  const others = columns.slice(1).filter(({ isExportOnly }) => !isExportOnly)
  return (
    others.find(({ isEnd }) => isEnd) ??
    stateColumns.flatMap((id) => others.filter((column) => column.id === id))[0] ??
    others.findLast(({ numeric }) => numeric)
  )
}

/** The position and the label of a cell on a phone, where a row is a block and the head of the table is not shown. */
export function stacked(
  { id, header, numeric, isAct: isMarked }: Stackable,
  place: 'first' | 'end' | 'rest',
) {
  // The header of actions is for screen readers, or is called so.
  const isAct = isMarked || id === 'actions' || typeof header !== 'string'
  const isNamed = place === 'rest' ? !isAct : place === 'end' && numeric
  return {
    label: isNamed && typeof header === 'string' ? header : undefined,
    className: place === 'end' ? 'stack-end' : place === 'rest' && isAct ? 'stack-act' : undefined,
  }
}

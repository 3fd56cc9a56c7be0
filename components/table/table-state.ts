import { withQuery } from '~/lib/routes/query'

export type SearchParams = Record<string, string | string[] | undefined>

/** A table's state in the address: order, page, hidden columns. The page reads the filters. */
export type TableState = {
  pathname: string
  query: Readonly<Record<string, string>>
  sort: string
  direction: 'asc' | 'desc'
  page: number
  hidden: readonly string[]
}

type Options = {
  pathname: string
  sortable: readonly string[]
  defaultSort: string
  defaultDirection?: 'asc' | 'desc'
}

/**
 * Reads a table's state from the address. A sort that is not in `sortable` falls back to the default, so it can be
 * mapped to a column without further checks. Pure.
 */
export function readTableState(searchParams: SearchParams, options: Options): TableState {
  const query: Record<string, string> = {}
  for (const [key, value] of Object.entries(searchParams)) {
    const first = Array.isArray(value) ? value[0] : value
    if (first) query[key] = first
  }
  const wanted = query.sort?.replace(/^-/, '')
  const isKnown = wanted !== undefined && options.sortable.includes(wanted)
  const page = Number(query.page)
  return {
    pathname: options.pathname,
    query,
    sort: isKnown ? wanted : options.defaultSort,
    direction: isKnown ? (query.sort?.startsWith('-') ? 'desc' : 'asc') : (options.defaultDirection ?? 'asc'),
    page: Number.isSafeInteger(page) && page > 1 ? page : 1,
    hidden: query.hide ? query.hide.split(',') : [],
  }
}

type TableAddress = Pick<TableState, 'pathname' | 'query'>

/** The same table with other parameters; `null` removes one. Any change except of the page returns to page 1. */
export function tableHref(state: TableAddress, change: Record<string, string | null>): string {
  const { page: _page, ...kept } = state.query
  const next: Record<string, string> = 'page' in change ? { ...state.query } : kept
  for (const [key, value] of Object.entries(change)) {
    if (value === null || value === '') delete next[key]
    else next[key] = value
  }
  return withQuery(state.pathname, next)
}

/** The address of a click on a column header: ascending, then descending. */
export function sortHref(state: TableState, column: string): string {
  const isAscending = state.sort === column && state.direction === 'asc'
  return tableHref(state, { sort: isAscending ? `-${column}` : column })
}

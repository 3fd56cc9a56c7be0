'use client'
import { useEffect, useMemo, useState } from 'react'
import type { PaletteItem, PaletteSearch } from './nav-types'
import { rankItems } from './rank-items'

const shownMax = 12
const searchFromLength = 2
const restMs = 80

/** Local matches at once, then the search results once typing pauses; a stale response is ignored. */
export function usePaletteResults(
  query: string,
  known: readonly PaletteItem[],
  search: PaletteSearch | undefined,
) {
  const [remote, setRemote] = useState<{ query: string; items: readonly PaletteItem[] }>({
    query: '',
    items: [],
  })
  const wanted = query.trim()
  useEffect(() => {
    if (!search || wanted.length < searchFromLength) return
    let isCurrent = true
    const timer = setTimeout(async () => {
      const items = await search(wanted)
      if (isCurrent) setRemote({ query: wanted, items })
    }, restMs)
    return () => {
      isCurrent = false
      clearTimeout(timer)
    }
  }, [search, wanted])
  return useMemo(() => {
    const local = rankItems(known, wanted, shownMax)
    const found =
      wanted.length >= searchFromLength
        ? remote.items.filter((item) => local.every((other) => other.id !== item.id))
        : []
    return {
      results: [...local, ...found].slice(0, shownMax * 2),
      isSearching: Boolean(search) && wanted.length >= searchFromLength && remote.query !== wanted,
    }
  }, [known, wanted, remote, search])
}

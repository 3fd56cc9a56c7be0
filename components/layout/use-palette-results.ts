'use client'
import { useEffect, useMemo, useState } from 'react'
import type { PaletteItem, PaletteSearch } from './nav-types'
import { rankItems } from './rank-items'

const shownMax = 12
const searchFromLength = 2
const restMs = 120

/** Local matches at once, then the search results once typing pauses; a stale response is ignored. */
export function usePaletteResults(query: string, known: readonly PaletteItem[], search: PaletteSearch) {
  const [remote, setRemote] = useState<{ query: string; items: readonly PaletteItem[] }>({
    query: '',
    items: [],
  })
  const wanted = query.trim()
  useEffect(() => {
    if (wanted.length < searchFromLength) return
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      try {
        const items = await search(wanted, abort.signal)
        if (!abort.signal.aborted) setRemote({ query: wanted, items })
      } catch (error) {
        // The answer to an earlier query is not waited for.
        if (!abort.signal.aborted) throw error
      }
    }, restMs)
    return () => {
      abort.abort()
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
      isSearching: wanted.length >= searchFromLength && remote.query !== wanted,
    }
  }, [known, wanted, remote])
}

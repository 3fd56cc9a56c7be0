'use client'
import { useEffect, useEffectEvent, useState } from 'react'
import type { PaletteItem, PaletteSearch } from './nav-types'
import { rankItems } from './rank-items'

const shownMax = 12
const searchFromLength = 2
const restMs = 50

/**
 * Local matches at once, then the search results once typing pauses; a stale response is ignored.
 * A failed search ends the wait and adds nothing: what is known in the browser stays in the list.
 */
export function usePaletteResults(query: string, known: readonly PaletteItem[], search: PaletteSearch) {
  const [remote, setRemote] = useState<{ query: string; items: readonly PaletteItem[] }>({
    query: '',
    items: [],
  })
  const wanted = query.trim()
  const isLongEnough = wanted.length >= searchFromLength
  const find = useEffectEvent((signal: AbortSignal) => search(wanted, signal))
  useEffect(() => {
    if (wanted.length < searchFromLength) return
    const abort = new AbortController()
    const timer = setTimeout(async () => {
      const items = await find(abort.signal).catch(() => [])
      if (!abort.signal.aborted) setRemote({ query: wanted, items })
    }, restMs)
    return () => {
      abort.abort()
      clearTimeout(timer)
    }
  }, [wanted])
  const local = rankItems(known, wanted, shownMax)
  const found = isLongEnough
    ? remote.items.filter((item) => local.every((other) => other.id !== item.id))
    : []
  return {
    results: [...local, ...found].slice(0, shownMax * 2),
    isSearching: isLongEnough && remote.query !== wanted,
  }
}

import { foldText } from '~/lib/kernel/text/fold'
import type { PaletteItem } from './nav-types'

/**
 * The items that contain every word of the query, prefix matches first, then in the given order; at most `limit`.
 * Pure.
 */
export function rankItems(items: readonly PaletteItem[], query: string, limit: number): PaletteItem[] {
  const words = foldText(query).split(/\s+/).filter(Boolean)
  const scored = items.flatMap((item, index) => {
    const label = foldText(item.label)
    const text = `${label} ${foldText(item.kind ?? '')} ${foldText(item.keywords ?? '')}`
    if (!words.every((word) => text.includes(word))) return []
    const first = words[0] ?? ''
    const score = label.startsWith(first)
      ? 0
      : label.includes(` ${first}`) || label.includes(`-${first}`)
        ? 1
        : 2
    return [{ item, index, score }]
  })
  scored.sort((a, b) => a.score - b.score || a.index - b.index)
  return scored.slice(0, limit).map(({ item }) => item)
}

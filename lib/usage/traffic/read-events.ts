import { DomainError } from '~/lib/kernel/errors'
import type { PlacedEvent } from './count-events'
import { eventsMax, meteringEvent } from './schema'

export type ReadEvents = {
  events: PlacedEvent[]
  /** Positions of items that are not measurements. */
  malformed: number[]
  /** The item at a position, as text. */
  itemText: (index: number) => string
}

/**
 * Parses measurements from a JSON array or from one JSON object per line. Invalid items are listed by position. Pure.
 *
 * @throws DomainError `invalid_input` (`not_a_list`) for a text that is neither, `payload_too_large`
 */
export function readEvents(text: string): ReadEvents {
  const isArray = /^\s*\[/.test(text)
  const items = isArray ? asArray(text) : text.split('\n').filter((line) => line.trim() !== '')
  if (items.length === 0) throw notAList()
  if (items.length > eventsMax)
    throw new DomainError('payload_too_large', { params: { most: `${eventsMax}` } })
  const events: PlacedEvent[] = []
  const malformed: number[] = []
  items.forEach((item, index) => {
    const parsed = meteringEvent.safeParse(isArray ? item : parsedLine(item as string))
    if (parsed.success) events.push({ ...parsed.data, index })
    else malformed.push(index)
  })
  const itemText = (index: number) => {
    const item = items[index]
    return storable(isArray ? asText(item) : (item as string))
  }
  return { events, malformed, itemText }
}

function asArray(text: string): unknown[] {
  try {
    const value: unknown = JSON.parse(text)
    if (Array.isArray(value)) return value
  } catch {
    // Rejected below, like any text that is not a list.
  }
  throw notAList()
}

function parsedLine(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}

/** Returns a text even for items nested too deeply to serialise. */
function asText(item: unknown): string {
  try {
    return JSON.stringify(item)
  } catch {
    return ''
  }
}

const notAList = () => new DomainError('invalid_input', { field: 'body', params: { reason: 'not_a_list' } })

/** PostgreSQL stores neither NUL nor lone surrogates. */
const storable = (text: string) => text.replace(/[\0\p{Cs}]/gu, '')

import { type EventResource, type EventType, eventResourceNames, eventTypes } from './catalogue'

/** All events, those of one resource, or one event. */
export type EventPattern = '*' | `${EventResource}.*` | EventType

export const eventPatterns = [
  '*',
  ...eventResourceNames.map((resource) => `${resource}.*` as const),
  ...eventTypes,
] as [EventPattern, ...EventPattern[]]

/** Whether one of the patterns covers the event. Pure. */
export function matchesEvent(patterns: readonly string[], type: string): boolean {
  return patterns.some((pattern) =>
    pattern.endsWith('*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type,
  )
}

/** The events that the patterns cover, in the order of the catalogue. Pure. */
export const coveredTypes = (patterns: readonly string[]): EventType[] =>
  eventTypes.filter((type) => matchesEvent(patterns, type))

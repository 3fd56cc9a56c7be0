import 'server-only'
import { getTranslations } from 'next-intl/server'
import type { EventGroup } from '~/app/(portal)/o/[org]/webhooks/_components/event-choice'
import { eventResourceNames, eventTypesOf } from '~/lib/events'
import { eventWords } from './event-words'

export type EventLabels = {
  /** By resource, in the order of the catalogue. */
  groups: readonly EventGroup[]
  /** Of each pattern and each event, in the reader's language. */
  of: Readonly<Record<string, string>>
}

/** What a person reads for each event that an endpoint can follow. */
export async function eventLabels(): Promise<EventLabels> {
  const t = await getTranslations('webhooks')
  const audited = await eventWords()
  const labelOf = (type: string) => {
    const key = `event.${type.replace('.', '_')}`
    return t.has(key as never) ? t(key as never) : audited(type)
  }
  const groups = eventResourceNames.map((resource) => ({
    pattern: `${resource}.*`,
    label: t(`resource.${resource}`),
    events: eventTypesOf(resource).map((type) => ({ type, label: labelOf(type) })),
  }))
  const of: Record<string, string> = { '*': t('all'), 'webhook.test': t('event.webhook_test') }
  for (const { pattern, label, events } of groups) {
    of[pattern] = t('ofResource', { resource: label })
    for (const { type, label: ofType } of events) of[type] = ofType
  }
  return { groups, of }
}

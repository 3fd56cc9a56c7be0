import type { MaintenanceState } from '~/db/schema/incidents'
import { escapeMarkup, xmlCharacters } from '~/lib/kernel/text/escape'
import type { Locale } from '~/lib/kernel/text/locale'
import { textInLocale } from '../client'
import type { StatusView } from '../status/views'

const words = {
  fr: {
    title: 'État des services Andromède',
    author: 'Andromède',
    work: (state: MaintenanceState, title: string) =>
      `${state === 'cancelled' ? 'Maintenance annulée' : 'Maintenance'}\u00a0: ${title}`,
  },
  en: {
    title: 'Andromède service status',
    author: 'Andromède',
    work: (state: MaintenanceState, title: string) =>
      `${state === 'cancelled' ? 'Maintenance cancelled' : 'Maintenance'}: ${title}`,
  },
}

/**
 * Incidents and maintenance as an RFC 4287 feed, latest change first. An entry keeps its id; its content has every
 * update, newest first. Pure.
 */
export function writeAtom(
  status: StatusView,
  locale: Locale,
  address: { page: string; feed: string; host: string },
): string {
  const { title, author, work } = words[locale]
  const id = (of: string) => `tag:${address.host},2026:${of}`
  const incidents = status.incidents.map((incident) => {
    const updates = [...incident.updates].reverse()
    return {
      id: id(incident.id),
      title: textInLocale(incident, 'title', locale),
      published: incident.startedAt,
      updated: updates[0]?.at ?? incident.startedAt,
      link: `${address.page}#incident-${incident.number}`,
      text: updates.map((update) => `${update.at} ${textInLocale(update, 'text', locale)}`).join('\n\n'),
    }
  })
  const windows = status.maintenance.map((window) => ({
    id: id(window.id),
    title: work(window.state, textInLocale(window, 'title', locale)),
    published: window.announcedAt,
    updated: window.announcedAt,
    link: `${address.page}#maintenance`,
    text: `${window.startsAt} – ${window.endsAt}\n\n${textInLocale(window, 'description', locale)}`,
  }))
  const entries = [...incidents, ...windows].sort((a, b) => Date.parse(b.updated) - Date.parse(a.updated))
  return [
    '<?xml version="1.0" encoding="utf-8"?>',
    `<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="${locale}">`,
    `<id>${xmlText(id('status'))}</id>`,
    `<title>${xmlText(title)}</title>`,
    `<updated>${entries[0]?.updated ?? status.asOf}</updated>`,
    `<author><name>${xmlText(author)}</name></author>`,
    `<link rel="self" type="application/atom+xml" href="${xmlText(address.feed)}"/>`,
    `<link rel="alternate" type="text/html" href="${xmlText(address.page)}"/>`,
    ...entries.flatMap((entry) => [
      '<entry>',
      `<id>${xmlText(entry.id)}</id>`,
      `<title>${xmlText(entry.title)}</title>`,
      `<published>${entry.published}</published>`,
      `<updated>${entry.updated}</updated>`,
      `<link rel="alternate" type="text/html" href="${xmlText(entry.link)}"/>`,
      `<content type="text">${xmlText(entry.text)}</content>`,
      '</entry>',
    ]),
    '</feed>',
    '',
  ].join('\n')
}

const xmlText = (text: string) => escapeMarkup(xmlCharacters(text))

import fc from 'fast-check'
import { XmlDocument, type XmlElement } from 'libxml2-wasm'
import { expect, test } from 'vitest'
import type { StatusView } from '../status/views'
import { readCalendar } from './testing/read-calendar'
import { writeAtom } from './write-atom'
import { writeCalendar } from './write-calendar'

const now = new Date('2026-11-26T10:00:00Z')
const window = {
  id: 'mnt_00000000000000000000000001' as const,
  state: 'announced' as const,
  startsAt: '2026-12-01T21:00:00.000Z',
  endsAt: '2026-12-01T23:00:00.000Z',
  announcedAt: '2026-11-20T10:00:00.000Z',
  revision: 2,
  location: 'Paris',
}

test('a strict reader reads back any text that was written', () => {
  const text = fc.string({ unit: 'grapheme', maxLength: 200 })
  fc.assert(
    fc.property(text, text, (title, more) => {
      const entry = { ...window, title: `t${title}`, text: more }
      const [event] = readCalendar(writeCalendar('Maintenance', [entry], { now, host: 'portal.test' }))
      const lines = (of: string) => of.replace(/\r\n|\r/g, '\n').replace(/[^\P{Cc}\n\t\u0080-\u009f]/gu, '')
      expect(event?.SUMMARY).toBe(lines(entry.title))
      expect(event?.DESCRIPTION ?? '').toBe(lines(more))
    }),
    { examples: [['\u2028', '\u2029\u0085;\\']] },
  )
})

test('a change increases the sequence, and a cancelled entry stays in the calendar', () => {
  const cancelled = {
    ...window,
    state: 'cancelled' as const,
    revision: 3,
    title: 'Essai',
    text: 'a; b, c\nd',
  }
  const content = writeCalendar('Maintenance', [cancelled], { now, host: 'portal.test' })
  expect(readCalendar(content)).toEqual([
    expect.objectContaining({
      UID: 'mnt_00000000000000000000000001@portal.test',
      SEQUENCE: '3',
      STATUS: 'CANCELLED',
      DTSTART: '20261201T210000Z',
      DTEND: '20261201T230000Z',
      DESCRIPTION: 'a; b, c\nd',
    }),
  ])
})

test('the feed is well formed, latest change first, and escapes typed text', () => {
  const incident = (number: number, at: string): StatusView['incidents'][number] => ({
    id: `inc_${number}`,
    number,
    state: 'resolved',
    severity: 'major',
    titleFr: 'Réseau <lent> & coupé',
    titleEn: 'Network',
    zone: 'Paris',
    startedAt: '2026-11-01T00:00:00.000Z',
    repairedAt: null,
    resolvedAt: at,
    rootCauseFr: null,
    rootCauseEn: null,
    postMortemFr: null,
    postMortemEn: null,
    updates: [{ id: 'a', at, state: 'resolved', textFr: 'C’est <b>fini</b>\u0007.', textEn: 'It is over.' }],
  })
  const status: StatusView = {
    asOf: now.toISOString(),
    services: [],
    incidents: [incident(1, '2026-11-02T00:00:00.000Z'), incident(2, '2026-11-03T00:00:00.000Z')],
    maintenance: [],
  }
  const atom = writeAtom(status, 'fr', {
    page: 'https://portal.test/etat',
    feed: 'https://portal.test/etat/atom.xml',
    host: 'portal.test',
  })
  using document = XmlDocument.fromString(atom)
  const namespaces = { a: 'http://www.w3.org/2005/Atom' }
  const textsOf = (path: string) =>
    document.find(path, namespaces).map((node) => (node as XmlElement).content)
  // RFC 4287: a feed and each entry have exactly one id, title and updated.
  for (const name of ['id', 'title', 'updated']) {
    expect(textsOf(`/a:feed/a:${name}`)).toHaveLength(1)
    expect(textsOf(`/a:feed/a:entry[count(a:${name}) = 1]`)).toHaveLength(2)
  }
  expect(textsOf('/a:feed/a:author/a:name')).toEqual(['Andromède'])
  expect(textsOf('//a:entry/a:id')).toEqual(['tag:portal.test,2026:inc_2', 'tag:portal.test,2026:inc_1'])
  expect(textsOf('//a:entry/a:title')[0]).toBe('Réseau <lent> & coupé')
  expect(textsOf('//a:entry/a:content')[0]).toContain('C’est <b>fini</b>.')
  expect(textsOf('/a:feed/a:updated')).toEqual(['2026-11-03T00:00:00.000Z'])
})

test('cancelled work is marked as such in the feed, in its language', () => {
  const status = (state: 'announced' | 'cancelled'): StatusView => ({
    asOf: now.toISOString(),
    services: [],
    incidents: [],
    maintenance: [
      {
        ...window,
        state,
        titleFr: 'Commutateur',
        titleEn: 'Switch',
        descriptionFr: 'Une heure.',
        descriptionEn: 'One hour.',
        zone: 'Paris',
        zoneCode: 'PAR1',
      },
    ],
  })
  const feed = (state: 'announced' | 'cancelled', locale: 'fr' | 'en') =>
    writeAtom(status(state), locale, {
      page: 'https://portal.test/etat',
      feed: 'https://portal.test/etat/atom.xml',
      host: 'portal.test',
    })
  expect(feed('announced', 'fr')).toContain('<title>Maintenance\u00a0: Commutateur</title>')
  expect(feed('announced', 'en')).toContain('<title>Maintenance: Switch</title>')
  expect(feed('cancelled', 'fr')).toContain('<title>Maintenance annulée\u00a0: Commutateur</title>')
  expect(feed('cancelled', 'en')).toContain('<title>Maintenance cancelled: Switch</title>')
})

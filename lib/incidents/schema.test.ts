import { expect, test } from 'vitest'
import {
  announceMaintenanceInput,
  explainIncidentInput,
  openIncidentInput,
  updateIncidentInput,
  zoneCalendarParams,
} from './schema'

const incidentId = 'inc_00000000000000000000000001'
const texts = { titleFr: 'Coupure', titleEn: 'Cut', textFr: 'Nous cherchons.', textEn: 'We are looking.' }
const opened = {
  place: 'site:portal',
  severity: 'major',
  state: 'investigating',
  startedAt: '2026-11-26T10:00',
  ...texts,
}
const window = {
  place: 'zone:zon_00000000000000000000000001',
  titleFr: 'Réseau',
  titleEn: 'Network',
  descriptionFr: 'Un commutateur est changé.',
  descriptionEn: 'A switch is replaced.',
  startsAt: '2026-12-01T22:00',
  endsAt: '2026-12-01T23:00',
}

test('a title is one line, a text may have several', () => {
  const read = openIncidentInput.parse({ ...opened, titleFr: ' Coupure\r\nBcc: x ', textFr: 'Un.\r\nDeux.' })
  expect(read).toMatchObject({ titleFr: 'Coupure Bcc: x', textFr: 'Un.\nDeux.' })
})

test.each(['a\u0000bcd', 'a\u001bbcd', 'a\u202ebcd', 'a\u2066bcd', 'a\u200bbcd', '  a', ''])(
  'texts for customers cannot contain %j',
  (text) => {
    for (const field of ['titleFr', 'titleEn', 'textFr', 'textEn'])
      expect(openIncidentInput.safeParse({ ...opened, [field]: text }).success).toBe(false)
    for (const field of ['titleFr', 'descriptionEn'])
      expect(announceMaintenanceInput.safeParse({ ...window, [field]: text }).success).toBe(false)
    const update = { incidentId, severity: 'minor', state: 'resolved', textFr: text, textEn: 'Over.' }
    expect(updateIncidentInput.safeParse(update).success).toBe(false)
  },
)

test('a cause is optional, and is plain text', () => {
  const none = { incidentId, rootCauseFr: '', rootCauseEn: '', postMortemFr: '', postMortemEn: '' }
  expect(explainIncidentInput.parse(none)).toEqual(none)
  expect(explainIncidentInput.parse({ ...none, rootCauseFr: '  ' })).toEqual(none)
  expect(explainIncidentInput.safeParse({ ...none, rootCauseFr: 'a\u0000' }).success).toBe(false)
})

test.each(['2026-02-31T10:00', '2027-03-28T02:30', '0000-01-01T00:00', '2026-11-31T00:00'])(
  '%s is not a minute in Paris',
  (minute) => {
    expect(openIncidentInput.safeParse({ ...opened, startedAt: minute }).success).toBe(false)
    expect(announceMaintenanceInput.safeParse({ ...window, startsAt: minute }).success).toBe(false)
  },
)
test.each(['2026-10-25T02:30', '2028-02-29T23:59', '2027-03-28T03:00'])('%s is a minute in Paris', (minute) =>
  expect(openIncidentInput.parse({ ...opened, startedAt: minute }).startedAt).toBe(minute),
)

test('a zone code contains nothing that the database rejects', () =>
  expect(zoneCalendarParams.safeParse({ zone: 'PAR1\u0000' }).success).toBe(false))

test.each(['', 'x', 'a\u0000b', '2026-02-31T10:00', '2026-03-29T02:30', '1e400', '2026-11-26T10:00:00Z'])(
  '%j is rejected as a minute in Paris',
  (startedAt) => {
    const read = openIncidentInput.safeParse({ ...opened, startedAt })
    expect(read.error?.issues.map(({ path }) => path)).toEqual([['startedAt']])
  },
)

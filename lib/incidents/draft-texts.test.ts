import { expect, test } from 'vitest'
import { draftTexts } from './draft-texts'

const startedAt = '2026-11-30T10:37:00.000Z'
const repairedAt = '2026-11-30T10:47:00.000Z'

test('what is published next is drafted from what is measured, in both languages and in Paris time', () => {
  const drafts = draftTexts({ domain: 'rack', domainId: 'rack_1', zone: 'PAR1', startedAt, repairedAt })
  expect(drafts.investigating).toEqual({
    textFr:
      'Des serveurs de la zone PAR1 ne répondent plus depuis le 30 novembre 2026 à 11:37. Nous cherchons la cause.',
    textEn:
      'Some servers in zone PAR1 have not answered since 30 November 2026 at 11:37 (Paris time). We are looking for the cause.',
  })
  expect(drafts.resolved).toEqual({
    textFr:
      'Des serveurs de la zone PAR1 répondent de nouveau depuis le 30 novembre 2026 à 11:47. L’incident est terminé.',
    textEn:
      'Some servers in zone PAR1 have answered again since 30 November 2026 at 11:47 (Paris time). The incident is resolved.',
  })
  expect(JSON.stringify(drafts)).not.toContain('rack_1')
})

test('an instant that is not known is not named', () => {
  const unknown = { startedAt: null, repairedAt: null }
  const zone = draftTexts({ domain: 'zone', domainId: 'zone_1', zone: 'PAR1', ...unknown })
  expect(zone.investigating?.textFr).toBe('La zone PAR1 ne répond plus. Nous cherchons la cause.')
  // Nothing is drafted that is not measured.
  expect([zone.monitoring, zone.resolved]).toEqual([undefined, undefined])
  const site = draftTexts({ domain: 'site', domainId: 'portal', zone: null, ...unknown })
  expect(site.identified?.textFr).toBe(
    'Le site «\u00a0Portail client\u00a0» ne répond plus. La cause est trouvée\u00a0; la réparation est en cours.',
  )
  expect(site.identified?.textEn).toContain('The site “Customer portal” is not answering.')
})

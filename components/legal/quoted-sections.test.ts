import { expect, test } from 'vitest'
import en from '~/i18n/en/legal.json'
import fr from '~/i18n/fr/legal.json'

type Sections = readonly { key?: string; title: string }[]
const keysOf = (sections: Sections) => sections.map(({ key }) => key)

test('the page of facts quotes the same articles in both languages', () => {
  for (const document of ['terms', 'dpa'] as const)
    expect(keysOf(en[document].sections)).toEqual(keysOf(fr[document].sections))
  expect(keysOf(fr.terms.sections).filter(Boolean)).toEqual(['law'])
  expect(keysOf(fr.dpa.sections).filter(Boolean)).toEqual(['place', 'processors'])
  const quoted = fr.dpa.sections.find((section) => 'key' in section && section.key === 'processors')
  expect(quoted?.title).toContain('Sous-traitants')
})

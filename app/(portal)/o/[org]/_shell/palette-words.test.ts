import { expect, test } from 'vitest'
import en from '~/i18n/en/identity.json'
import fr from '~/i18n/fr/identity.json'
import { foldText } from '~/lib/kernel/text/fold'
import { portalNavigation } from './navigation'
import { pageWords } from './palette-words'

const pages = portalNavigation('org_1', (key) => key, {
  seeKeys: true,
  seeWebhooks: true,
  seeBilling: true,
  seeBudgets: true,
})
  .flatMap(({ items }) => items)
  .map(({ id }) => id as keyof typeof fr.nav & keyof typeof en.nav)
const joins = new Set(['et', 'du', 'the', 'and', 'd', 'de', 'of'])

test.each(pages)('%s is found in either language by each word of its name', (id) => {
  const labels = [fr.nav[id], en.nav[id]].map((label) => foldText(String(label)))
  for (const shown of labels)
    for (const word of labels.join(' ').split(/[\s’-]+/))
      if (!joins.has(word)) expect(`${shown} ${pageWords[id]}`).toContain(word)
})

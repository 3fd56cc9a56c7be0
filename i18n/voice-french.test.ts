import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { loadMessages } from './load-messages'
import { flatten } from './testing/flatten'

const root = path.resolve(import.meta.dirname, '..')
const texts: [string, string][] = Object.entries(flatten(await loadMessages('fr')))

/** Texts without the names of their parameters; contracts keep the words of the law. */
const shown = texts
  .filter(([key]) => !key.startsWith('legal.'))
  .map(([key, text]): [string, string] => [key, text.replace(/\{\w+/g, '{')])

/** Sources with texts written in code: mails, printed documents, exports, notices and the demonstration. */
const folders = [
  'lib/mail/templates',
  'lib/ordering/quotes',
  'lib/sla/report',
  'lib/sla/credits',
  'lib/incidents',
  'lib/billing/invoices',
  'lib/billing/exports',
  'lib/billing/payments',
  'lib/seed/demonstration',
]
const sources: [string, string][] = folders.flatMap((folder) =>
  readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.ts') && !file.endsWith('.test.ts'))
    .map((file): [string, string] => [
      `${folder}/${file}`,
      readFileSync(path.join(root, folder, file), 'utf8'),
    ]),
)

const matching = (all: readonly [string, string][], pattern: RegExp) =>
  all.filter(([, text]) => pattern.test(text)).map(([key, text]) => `${key}: ${pattern.exec(text)?.[0]}`)

/** The one word for each thing, and the words that named the same thing or are calques. */
const words: [kept: string, banned: RegExp][] = [
  ['assistance, demande d’assistance', /\b(?:au|du|le) support\b|\btickets?\b/i],
  ['point d’observation', /points? de vue/i],
  ['processus de fond', /processus d’exécution/i],
  ['double authentification', /seconds? facteurs?|2FA/i],
  ['opérateur', /l’exploitant\b/i],
  ['émetteur', /\b(?:du|le) vendeur\b|entité de vente/i],
  ['crédit de service', /avoirs? de service/i],
  ['attacher un volume', /rattach(?:é|ement)s? (?:du|au) (?:volume|serveur)|volumes? rattaché/i],
  ['réserve de stockage', /pools? de stockage/i],
  ['stockage réseau', /stockage en réseau/i],
  ['emplacement', /reçu de placement/i],
  ['réglages de facturation', /présentation des factures/i],
  ['objet non inscrit', /sans registre/i],
  ['planifier', /(?:instantanés?|sauvegardes?) programmé/i],
  ['e-facture', /factures? électroniques?/i],
  ['grappe', /\bclusters?\b/i],
  ['courriel', /\be-?mails?\b|\bmél\b/i],
  ['sur l’hyperviseur', /chez (?:l’|les )hyperviseur/i],
  ['indiquer', /(?:page|commande|offre|serveur) (?:vous )?dit\b/i],
  [
    'calques',
    /\b(?:initier|implémente\w*|finalis\w+|impact(?:er|é|e)s?|digital\w*|basée?s? sur|adresser un|supporte[rnz]?)\b/i,
  ],
]

/** Parameters with a count that is a bound of the rules, always several, or an amount that holds its own unit. */
const bounds = new Set([
  'max',
  'min',
  'limit',
  'days',
  'hours',
  'minutes',
  'most',
  'fewest',
  'needed',
  'size',
])
const amounts = new Set([
  'used',
  'spent',
  'committed',
  'claimed',
  'reserved',
  'free',
  'share',
  'amount',
  'before',
  'duration',
])
/** Words that end with s in the singular too, or are no noun of the count. */
const invariable =
  /^(?:sur|sous|dans|depuis|vers|hors|mois|vous|nous|plus|moins|après|inclus|sans|succès|émis|promis|exclues|ports|gardée?s|ms)$/
/** Texts whose count is always several: lists cut at a fixed length, bounds of another name. */
const alwaysSeveral = new Set([
  'billing.moreLines',
  'billing.costs.yearSummary',
  'billing.onlyLatest',
  'catalogue.method.stock',
  'console.end.too_many',
  'customers.ofOpen',
  'firewall.reach.cut',
  'identity.invitations.passwordHint',
  'ordering.cart.full',
  'planning.staysShown',
  'rebalance.stats.of',
  'rebalance.upTo',
  'serviceCredits.cut',
  'serviceLevels.evidence.cut',
  'serviceLevels.evidence.ppm',
])

/** The text without its plural, ordinal and choice forms. */
function outsideForms(text: string): string {
  let plain = ''
  let at = 0
  while (at < text.length) {
    const end = closing(text, at)
    const isForm = end > at && /^\{\w+, (?:plural|selectordinal|select),/.test(text.slice(at))
    plain += isForm ? '#' : text.slice(at, end + 1)
    at = end + 1
  }
  return plain
}

/** The brace that closes the one at `at`; `at` itself for any other character. */
function closing(text: string, at: number): number {
  if (text[at] !== '{') return at
  let depth = 0
  for (let index = at; index < text.length; index += 1) {
    depth += text[index] === '{' ? 1 : text[index] === '}' ? -1 : 0
    if (depth === 0) return index
  }
  return text.length
}

/** Counts followed by a noun in the plural, with no plural form. */
function looseCounts(key: string, text: string): string[] {
  return [...outsideForms(text).matchAll(/\{(\w+)(?:, number)?\}[ \u00a0](\p{L}+s)\b/gu)]
    .filter(([, name = '', noun = '']) => !bounds.has(name) && !amounts.has(name) && !invariable.test(noun))
    .map(([found]) => `${key}: ${found}`)
}

describe('one voice in French', () => {
  test('no text holds a machine date or month: a format is written AAAA-MM-JJ', () => {
    expect(matching(texts, /\b\d{4}-\d{2}(?:-\d{2})?\b/)).toEqual([])
  })

  test('no text written in code holds a machine month before a guillemet, a stop or a word', () => {
    expect(matching(sources, /[’' ](?:de|en|mois) \$\{period\}/)).toEqual([])
  })

  test('one apostrophe and one kind of guillemets', () => {
    expect(matching(texts, /\p{L}'\p{L}|‘|“|”|"/u)).toEqual([])
    expect(matching(sources, /[`'"][^`'"\n]*\p{L}[‘ʼ]\p{L}/u)).toEqual([])
  })

  test('the first day of a month is « 1er », and dates with a month come from formatDate, which knows it', () => {
    expect(
      matching(
        texts,
        /ᵉʳ|\b1 (?:janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b/,
      ),
    ).toEqual([])
    expect(matching(texts, /, date, ::\w*MM+d/)).toEqual([])
  })

  test.each(words)('screens say « %s », by that name alone', (_kept, banned) => {
    expect(matching(shown, banned)).toEqual([])
  })

  test('mails and documents use the same names', () => {
    const shared = words.filter(([kept]) => !['grappe', 'courriel', 'calques', 'émetteur'].includes(kept))
    const found = shared.flatMap(([, banned]) => matching(sources, banned))
    expect(found.filter((each) => !/tickets?$/i.test(each))).toEqual([])
  })

  test('a count agrees with its noun', () => {
    expect(texts.flatMap(([key, text]) => (alwaysSeveral.has(key) ? [] : looseCounts(key, text)))).toEqual([])
  })

  test('the exceptions of counts are still needed', () => {
    const french = Object.fromEntries(texts)
    expect([...alwaysSeveral].filter((key) => looseCounts(key, french[key] ?? '').length === 0)).toEqual([])
  })
})

describe('the scan of counts', () => {
  test.each([
    ['{count} lignes', 1],
    ['{count, number} premières lignes', 1],
    ['{count, plural, one {# ligne} other {# lignes}} lues', 0],
    ['{name} depuis hier, {months} mois', 0],
    ['{max} lignes au plus', 0],
  ])('%s: %i', (text, found) => {
    expect(looseCounts('planted', text)).toHaveLength(found)
  })
})

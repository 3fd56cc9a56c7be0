import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { describe, expect, test } from 'vitest'
import { jobNames } from '~/lib/jobs/names'
import { httpStatusByCode } from '~/lib/kernel/errors'
import { dynamicKeys, speaksForItself, translatorParameters, untranslated } from './dynamic-keys'
import { loadMessages } from './load-messages'
import { namespaces } from './namespaces'
import { findHardCoded } from './testing/find-hard-coded'
import { findUsages, matchedKeys } from './testing/find-usages'
import { flatten, parametersOf } from './testing/flatten'
import { parse, readSources } from './testing/sources'

const root = path.resolve(import.meta.dirname, '..')
/** Pages of `app/dev` are for developers, and in no build. */
const sources = readSources(root, ['app', 'components']).filter(({ file }) => !file.startsWith('app/dev/'))
const french = flatten(await loadMessages('fr'))
const known = Object.keys(french)
const english = flatten(await loadMessages('en'))
const usages = sources.flatMap((source) => findUsages(source, translatorParameters[source.file]))

describe('the two languages', () => {
  test.each(['fr', 'en'])('every file of %s is a namespace and the reverse', (locale) => {
    const files = readdirSync(path.join(root, 'i18n', locale)).map((file) => path.basename(file, '.json'))
    expect(files.sort()).toEqual([...namespaces].sort())
  })

  test('both say the same things', () => {
    expect(Object.keys(english).sort()).toEqual(Object.keys(french).sort())
  })

  test('a text takes the same parameters in both', () => {
    const differing = Object.keys(french).filter(
      (key) => `${parametersOf(french[key] ?? '')}` !== `${parametersOf(english[key] ?? '')}`,
    )
    expect(differing).toEqual([])
  })

  test('no text is empty, exclaims or says « Oups »', () => {
    const all = [...Object.entries(french), ...Object.entries(english)]
    expect(all.filter(([, text]) => text.trim() === '' || /!|\boups\b|\boops\b/i.test(text))).toEqual([])
  })

  test('no no-break space is inside the format of a value', () => {
    for (const file of readdirSync('i18n/fr'))
      expect(readFileSync(`i18n/fr/${file}`, 'utf8'), file).not.toMatch(/,\u00a0::/)
  })

  test('French keeps its punctuation, guillemets and signs on one line, by no-break spaces (U+00A0)', () => {
    const loose = / [;:?»](?=\s|$|[<.,)}])|« |(?<=[\d}#]) [%€](?=\s|$|[<.,)}])/
    expect(Object.entries(french).filter(([, text]) => loose.test(text))).toEqual([])
  })

  test('every refusal has its words', () => {
    expect(Object.keys(httpStatusByCode).filter((code) => !french[`errors.${code}`])).toEqual([])
  })

  test('every job has its words', () => {
    expect(jobNames.filter((name) => !french[`operations.jobs.task.${name}`])).toEqual([])
  })
})

describe('the texts and the code', () => {
  test('every text the code asks for exists', () => {
    const missing = usages.filter((usage) => {
      const isListed = dynamicKeys.some(
        ({ prefix }) => prefix.startsWith(usage.key) || usage.key.startsWith(prefix),
      )
      return matchedKeys(usage, known).length === 0 && !isListed
    })
    expect(missing.map(({ key, at }) => `${key} ${at}`)).toEqual([])
  })

  test('no text is read raw: compiled texts are not what the files say, and next dev refuses it', () => {
    const raw = sources.filter(({ file }) => /\bt\.raw\(/.test(readFileSync(path.join(root, file), 'utf8')))
    expect(raw.map(({ file }) => file)).toEqual([])
  })

  test('every text is used', () => {
    const used = new Set(usages.flatMap((usage) => matchedKeys(usage, known)))
    const isListed = (key: string) => dynamicKeys.some(({ prefix }) => key.startsWith(prefix))
    expect(known.filter((key) => !used.has(key) && !isListed(key))).toEqual([])
  })

  test('no words are written in the code', () => {
    const bound = sources.filter(({ file }) => !speaksForItself.includes(file))
    expect(bound.flatMap((source) => findHardCoded(source, untranslated))).toEqual([])
  })

  test('the scan saw the product', () => {
    expect(sources.length).toBeGreaterThan(80)
    expect(usages.length).toBeGreaterThan(60)
  })
})

describe('the scanners themselves', () => {
  test('keys are found through ternaries, templates, methods and lists of translators', () => {
    const source = parse(
      'planted.tsx',
      `async function A() { const t = await getTranslations('order'); return t(a === 'x' ? 'one' : 'two') + t(\`state.\${s}\`) + t.rich('three') }
       function B() { const t = useTranslations('shell'); t('skip'); t(key) }
       async function C() { const [x, y] = await Promise.all([getTranslations('a'), getTranslations({ namespace: 'b' })]); x('k'); y('k') }`,
    )
    expect(findUsages(source).map(({ kind, key }) => `${kind} ${key}`)).toEqual([
      'exact order.one',
      'exact order.two',
      'pattern order.state.*',
      'exact order.three',
      'exact shell.skip',
      'unknown shell.',
      'exact a.k',
      'exact b.k',
    ])
  })

  test('a key held in a variable is looked for among the words of its file', () => {
    const source = parse(
      'planted.tsx',
      `const t = useTranslations('a'); for (const s of ['one', 'two']) { t(s); t(\`${'$'}{s}.title\`) }`,
    )
    const keys = ['a.one', 'a.two', 'a.three', 'a.one.title', 'a.one.text']
    expect(findUsages(source).map((usage) => matchedKeys(usage, keys))).toEqual([
      ['a.one', 'a.two'],
      ['a.one.title'],
    ])
  })

  test('words between tags, in braces and in spoken attributes are found; units and marks are not', () => {
    const source = parse(
      'planted.tsx',
      `<p title="Aide" className="x">Bonjour {'le monde'} · 42 <b>{t('k')}</b></p>`,
    )
    expect(findHardCoded(source, [])).toHaveLength(3)
  })
})

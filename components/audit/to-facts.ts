import {
  formatDate,
  formatGb,
  formatMib,
  formatMoney,
  formatMonth,
  formatNumber,
  formatTimestamp,
  type Locale,
} from '~/lib/kernel/text/format'

/** One fact of a line: `names` are those of its field, from the outside in; a `word` may have a translation. */
export type Fact = {
  path: string
  names: readonly string[]
  kind: 'word' | 'text' | 'yes' | 'no' | 'none'
  text: string
}

const isoInstant = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d+)?Z$/

const isoDay = /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])$/
/** Only these facts hold a month: `2026-10` may also be the number of an order or a contract. */
const months: ReadonlySet<string> = new Set(['period', 'month'])
const isoMonth = /^\d{4}-(?:0[1-9]|1[0-2])$/

/** Names given by people are never translated, even if spelt like a word of ours. */
const theirNames: ReadonlySet<string> = new Set([
  'name',
  'description',
  'text',
  'answer',
  'volume',
  'instance',
  'snapshot',
  'host',
  'hosts',
])
const ourWord = /^[a-z][a-z_]*$/

/**
 * The recorded facts in order, one per value: nested values are flattened, a list of simple values is one fact.
 * Empty texts and lists are left out.
 */
export function toFacts(details: Record<string, unknown>, locale: Locale): Fact[] {
  return Object.entries(details).flatMap(([name, value]) => factsOf([name], value, name, locale))
}

function factsOf(names: readonly string[], value: unknown, path: string, locale: Locale): Fact[] {
  const name = names.at(-1) ?? ''
  if (value === '' || value === undefined) return []
  if (Array.isArray(value)) {
    if (value.length === 0) return []
    if (value.every(isSimple)) {
      const words = value.map((each) => String(each))
      return [
        {
          path,
          names,
          kind: words.length === 1 ? kindOf(name, words[0] ?? '') : 'text',
          text: words.join(', '),
        },
      ]
    }
    return value.flatMap((each, index) => factsOf(names, each, `${path}.${index}`, locale))
  }
  if (typeof value === 'object' && value !== null) {
    const inner = Object.entries(value)
    // « before » and « after » hold the same names, so each fact carries its side.
    const isPair = name === 'from' || name === 'to'
    return inner.flatMap(([key, each]) =>
      factsOf(isPair ? [name, key] : [key], each, `${path}.${key}`, locale),
    )
  }
  return [{ path, names, ...simple(name, value, locale) }]
}

function simple(name: string, value: unknown, locale: Locale): Pick<Fact, 'kind' | 'text'> {
  if (value === null) return { kind: 'none', text: '' }
  if (typeof value === 'boolean') return { kind: value ? 'yes' : 'no', text: '' }
  const text = String(value)
  if (/Cents$/.test(name) && /^-?\d+$/.test(text))
    return { kind: 'text', text: formatMoney(BigInt(text), locale) }
  if (typeof value === 'number') return { kind: 'text', text: numberOf(name, value, locale) }
  if (isoInstant.test(text)) return { kind: 'text', text: formatTimestamp(new Date(text), locale) }
  if (isoDay.test(text) && !theirNames.has(name))
    return { kind: 'text', text: formatDate(new Date(`${text}T12:00:00Z`), locale) }
  if (months.has(name) && isoMonth.test(text)) return { kind: 'text', text: formatMonth(text, locale) }
  return { kind: kindOf(name, text), text }
}

function kindOf(name: string, text: string): 'word' | 'text' {
  return ourWord.test(text) && !theirNames.has(name) ? 'word' : 'text'
}

function numberOf(name: string, value: number, locale: Locale): string {
  if (/Mib$/.test(name)) return formatMib(value, locale)
  if (/Gib$/.test(name)) return formatGb(value, locale)
  return formatNumber(value, locale)
}

function isSimple(value: unknown): boolean {
  return value === null || typeof value !== 'object'
}

import { foldText } from '~/lib/kernel/text/fold'

/** What the command palette finds in an organisation. */
export const hitKinds = [
  'instance',
  'volume',
  'balancer',
  'address',
  'order',
  'quote',
  'purchase_order',
  'document',
  'ticket',
  'member',
  'project',
] as const
export type HitKind = (typeof hitKinds)[number]

/** What can be done to a server from the command palette. */
export const serverActs = ['start', 'stop', 'restart', 'resize', 'console'] as const
export type ServerAct = (typeof serverActs)[number]

export type ParsedQuery = {
  /** Only these kinds; null: all. */
  kinds: ReadonlySet<HitKind> | null
  act: ServerAct | null
  /** From 1 to 12. */
  month: number | null
  year: number | null
  /** The other words, without accents and in lower case. */
  words: string[]
  /** All words, for what is named like one of the above; null when `words` has them all. */
  literal: string[] | null
}

const kindWords: Record<string, readonly HitKind[]> = {
  serveur: ['instance'],
  server: ['instance'],
  machine: ['instance'],
  vm: ['instance'],
  volume: ['volume'],
  disque: ['volume'],
  disk: ['volume'],
  repartiteur: ['balancer'],
  balancer: ['balancer'],
  adresse: ['address', 'instance'],
  address: ['address', 'instance'],
  ip: ['address', 'instance'],
  commande: ['order'],
  order: ['order'],
  devis: ['quote'],
  quote: ['quote'],
  bon: ['purchase_order'],
  facture: ['document'],
  invoice: ['document'],
  avoir: ['document'],
  credit: ['document'],
  ticket: ['ticket'],
  demande: ['ticket'],
  support: ['ticket'],
  assistance: ['ticket'],
  membre: ['member'],
  member: ['member'],
  personne: ['member'],
  projet: ['project'],
  project: ['project'],
}
const actWords: Record<string, ServerAct> = {
  demarrer: 'start',
  allumer: 'start',
  start: 'start',
  arreter: 'stop',
  eteindre: 'stop',
  stop: 'stop',
  redemarrer: 'restart',
  relancer: 'restart',
  restart: 'restart',
  reboot: 'restart',
  redimensionner: 'resize',
  agrandir: 'resize',
  resize: 'resize',
  console: 'console',
  terminal: 'console',
  ssh: 'console',
}
const months: readonly (readonly string[])[] = [
  ['janvier', 'january'],
  ['fevrier', 'february'],
  ['mars', 'march'],
  ['avril', 'april'],
  ['mai', 'may'],
  ['juin', 'june'],
  ['juillet', 'july'],
  ['aout', 'august'],
  ['septembre', 'september'],
  ['octobre', 'october'],
  ['novembre', 'november'],
  ['decembre', 'december'],
]
/** More only make the search slower. */
export const wordsMax = 6

/** Words that only join others. */
const fillers = new Set([
  'd',
  'l',
  'de',
  'du',
  'des',
  'la',
  'le',
  'les',
  'un',
  'une',
  'mes',
  'ma',
  'mon',
  'of',
  'the',
  'my',
])

/**
 * Reads a query in French or English: kinds, a verb, a month and a year, and the words that remain. Pure.
 */
export function parseQuery(text: string): ParsedQuery {
  const kinds = new Set<HitKind>()
  const parsed: ParsedQuery = { kinds: null, act: null, month: null, year: null, words: [], literal: null }
  const all = foldText(text)
    .split(/[\s’']+/)
    .filter(Boolean)
    .slice(0, wordsMax)
  for (const word of all) {
    const singular = word.length > 3 ? word.replace(/s$/, '') : word
    const month = months.findIndex((names) => names.includes(word)) + 1
    const [named, act] = [kindWords[word] ?? kindWords[singular], actWords[word]]
    if (fillers.has(word)) continue
    if (act && parsed.act === null) parsed.act = act
    else if (named) for (const kind of named) kinds.add(kind)
    else if (month > 0 && parsed.month === null) parsed.month = month
    else if (/^20\d\d$/.test(word) && parsed.year === null) parsed.year = Number(word)
    else parsed.words.push(word)
  }
  const isLiteral = parsed.words.length === all.length
  return { ...parsed, kinds: kinds.size > 0 ? kinds : null, literal: isLiteral ? null : all }
}

import type { Locale } from '~/lib/kernel/text/format'

/** The words for types and limits of fields. */
export type Words = {
  text: string
  integer: string
  number: string
  boolean: string
  object: string
  any: string
  instant: string
  date: string
  listOf(items: string): string
  /** Between types of which one is given. */
  or: string
  characters: string
  items: string
}

export const words: Readonly<Record<Locale, Words>> = {
  en: {
    text: 'text',
    integer: 'integer',
    number: 'number',
    boolean: 'boolean',
    object: 'object',
    any: 'any',
    instant: 'instant',
    date: 'date',
    listOf: (items) => `list of ${items}`,
    or: 'or',
    characters: 'characters',
    items: 'items',
  },
  fr: {
    text: 'texte',
    integer: 'entier',
    number: 'nombre',
    boolean: 'booléen',
    object: 'objet',
    any: 'libre',
    instant: 'instant',
    date: 'date',
    listOf: (items) => `liste : ${items}`,
    or: 'ou',
    characters: 'caractères',
    items: 'éléments',
  },
}

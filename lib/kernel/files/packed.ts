/**
 * A value on its way to the browser as one text. React looks at every value within a prop when it sends it and
 * again when it reads it: for fifty rows that is the most part of drawing them.
 */
export type Packed<T> = string & { readonly packs?: T }

export function pack<T>(value: T): Packed<T> {
  return JSON.stringify(value)
}

export function unpack<T>(packed: Packed<T>): T {
  return JSON.parse(packed) as T
}

/**
 * Serialises a value for the browser as one text. React visits every value within a prop when it sends it and again
 * when it reads it: for fifty rows that is most of the rendering time.
 */
export type Packed<T> = string & { readonly packs?: T }

export function pack<T>(value: T): Packed<T> {
  return JSON.stringify(value)
}

export function unpack<T>(packed: Packed<T>): T {
  return JSON.parse(packed) as T
}

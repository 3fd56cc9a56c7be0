/** A promise, and what settles it from elsewhere: a test holds works back with it, and learns how far they have come. */
export function openPromise<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

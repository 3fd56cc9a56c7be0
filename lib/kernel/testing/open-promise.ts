/** A promise with its `resolve`: a test uses it to hold work back, or to learn of its progress. */
export function openPromise<T = void>(): { promise: Promise<T>; resolve: (value: T) => void } {
  let resolve: (value: T) => void = () => undefined
  const promise = new Promise<T>((settle) => {
    resolve = settle
  })
  return { promise, resolve }
}

/**
 * A number in `[0, bound)` derived from text (32-bit FNV-1a, then a mix so that similar ids differ widely).
 * Spreads rivals over equal candidates; deterministic, no randomness.
 */
export function saltedIndex(salt: string, bound: number): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < salt.length; i += 1) {
    hash ^= salt.charCodeAt(i)
    hash = Math.imul(hash, 0x01000193)
  }
  hash ^= hash >>> 16
  hash = Math.imul(hash, 0x85ebca6b)
  hash ^= hash >>> 13
  return (hash >>> 0) % bound
}

/** `99,95` or `99.95` percent as parts per million; null for other texts, or above 100 %. Pure. */
export function parsePpm(text: string): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,4}))?$/.exec(text.trim())
  if (!match) return null
  const [, whole = '0', decimals = ''] = match
  const ppm = Number(whole) * 10_000 + Number(decimals.padEnd(4, '0'))
  return ppm <= 1_000_000 ? ppm : null
}

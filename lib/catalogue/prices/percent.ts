/** Parses `12,5` or `12.5` percent to basis points; null when invalid or above `max`. Pure. */
export function parsePercent(text: string, max = 10_000): number | null {
  const match = /^(\d{1,3})(?:[.,](\d{1,2}))?$/.exec(text.trim())
  if (!match) return null
  const [, whole = '0', decimals = ''] = match
  const basisPoints = Number(whole) * 100 + Number(decimals.padEnd(2, '0'))
  return basisPoints <= max ? basisPoints : null
}

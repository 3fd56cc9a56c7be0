/** The twelve months after this one, `2026-12` first. Pure. */
export function monthsToCome(period: string): string[] {
  const [year = 0, month = 1] = period.split('-').map(Number)
  return Array.from({ length: 12 }, (_, index) =>
    new Date(Date.UTC(year, month + index, 1)).toISOString().slice(0, 7),
  )
}

import type { Locale } from '~/lib/kernel/text/locale'

/** `1 j 02 h 03 min 04 s`: every unit down to the second, rounded down; below a second a text says so. Pure. */
export function formatExact(ms: number, locale: Locale): string {
  if (ms > 0 && ms < 1_000) return `< 1\u00a0s`
  const seconds = Math.floor(ms / 1_000)
  const parts: [number, string][] = [
    [Math.floor(seconds / 86_400), locale === 'fr' ? 'j' : 'd'],
    [Math.floor(seconds / 3_600) % 24, 'h'],
    [Math.floor(seconds / 60) % 60, 'min'],
    [seconds % 60, 's'],
  ]
  const first = parts.findIndex(([value]) => value > 0)
  return parts
    .slice(first < 0 ? 3 : first)
    .map(([value, unit], index) => `${index === 0 ? value : String(value).padStart(2, '0')}\u00a0${unit}`)
    .join('\u00a0')
}

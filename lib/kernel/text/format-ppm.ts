import { numberFormat } from './intl-cache'
import { type Locale, localeTags } from './locale'

/**
 * `99,98 %` (`99.98%`) from parts per million, rounded down: with two decimals, or as many as the objective shown next
 * to it has.
 */
export function formatPpm(ppm: number, locale: Locale, objectivePpm?: number | null): string {
  const decimals = Math.max(2, objectivePpm == null ? 0 : decimalsOf(objectivePpm))
  const step = 10 ** (4 - decimals)
  const format = numberFormat(localeTags[locale], {
    style: 'percent',
    minimumFractionDigits: decimals,
    maximumFractionDigits: decimals,
  })
  return format.format(`${Math.floor(ppm / step) * step}e-6` as Intl.StringNumericLiteral)
}

/** Decimals of a percentage that parts per million need: 999 900 is 99.99. */
function decimalsOf(ppm: number): number {
  const cut = String(ppm % 10_000)
    .padStart(4, '0')
    .replace(/0+$/, '')
  return cut.length
}

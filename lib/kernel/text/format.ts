import { divideHalfUp } from '../money'
import { numberFormat, regionNames } from './intl-cache'
import { type Locale, localeTags as tags } from './locale'

export * from './format-date'
export type { Locale } from './locale'

const microCentsPerTenthOfMill = 10_000n

/** Writes an integer number of `10^-decimals` as an exact decimal string, without floats. */
function decimalString(units: bigint, decimals: number): Intl.StringNumericLiteral {
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0')
  const text = `${digits.slice(0, -decimals)}.${digits.slice(-decimals)}`
  return `${units < 0n ? '-' : ''}${text}` as Intl.StringNumericLiteral
}

function withTrueMinus(text: string): string {
  return text.replace('-', '−')
}

/** `1 234,56 €` from integer cents. */
export function formatMoney(cents: bigint, locale: Locale): string {
  const format = numberFormat(tags[locale], { style: 'currency', currency: 'EUR' })
  return withTrueMinus(format.format(decimalString(cents, 2)))
}

/** `1 235 €` from integer cents, rounded: for charts only; amounts due are written to the cent. */
export function formatWholeEuros(cents: bigint, locale: Locale): string {
  const format = numberFormat(tags[locale], { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 })
  return withTrueMinus(format.format(decimalString(cents, 2)))
}

/** `1 234,56`, for columns with the currency in the header. */
export function formatAmount(cents: bigint, locale: Locale): string {
  const format = numberFormat(tags[locale], { minimumFractionDigits: 2, maximumFractionDigits: 2 })
  return withTrueMinus(format.format(decimalString(cents, 2)))
}

/** `0,0490 €` from integer micro-cents per hour, to four decimals, half up. */
export function formatHourlyPrice(microCents: bigint, locale: Locale): string {
  const format = numberFormat(tags[locale], {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: 4,
    maximumFractionDigits: 4,
  })
  return format.format(decimalString(divideHalfUp(microCents, microCentsPerTenthOfMill), 4))
}

/** `0,0490`, for columns with the unit in the header. */
export function formatHourlyAmount(microCents: bigint, locale: Locale): string {
  const format = numberFormat(tags[locale], { minimumFractionDigits: 4, maximumFractionDigits: 4 })
  return format.format(decimalString(divideHalfUp(microCents, microCentsPerTenthOfMill), 4))
}

export function formatNumber(value: number | bigint, locale: Locale): string {
  return withTrueMinus(numberFormat(tags[locale]).format(value))
}

/** `62 %` from parts of a whole, `< 1 %` for a part too small to round; a whole of zero reads as 0 %. */
export function formatShare(part: number, whole: number, locale: Locale): string {
  const format = numberFormat(tags[locale], { style: 'percent', maximumFractionDigits: 0 })
  const share = whole === 0 ? 0 : part / whole
  return share > 0 && share < 0.01 ? `<\u00a0${format.format(0.01)}` : format.format(share)
}

/** `12,5 %` from basis points; without decimals where it is whole. */
export function formatBasisPoints(basisPoints: number, locale: Locale): string {
  const format = numberFormat(tags[locale], { style: 'percent', maximumFractionDigits: 2 })
  return format.format(basisPoints / 10_000)
}

/** `+2,5 %` from thousandths. */
export function formatPermille(permille: bigint, locale: Locale): string {
  const format = numberFormat(tags[locale], {
    style: 'percent',
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
    signDisplay: 'exceptZero',
  })
  return withTrueMinus(format.format(decimalString(permille, 3)))
}

/** `8 Gio` (`8 GiB`): memory, in powers of two, to the tenth. */
export function formatGib(gib: number, locale: Locale): string {
  return `${formatTenths(gib, locale)}\u00a0${locale === 'fr' ? 'Gio' : 'GiB'}`
}

function formatTenths(value: number, locale: Locale): string {
  return withTrueMinus(numberFormat(tags[locale], { maximumFractionDigits: 1 }).format(value))
}

/** `100 Go` (`100 GB`): storage, in powers of ten. */
export function formatGb(gb: number, locale: Locale): string {
  return `${formatNumber(gb, locale)}\u00a0${locale === 'fr' ? 'Go' : 'GB'}`
}

/** `12 Kio` (`12 KiB`) from bytes, rounded up: files. */
export function formatKib(bytes: number, locale: Locale): string {
  return `${formatNumber(Math.ceil(bytes / 1_024), locale)}\u00a0${locale === 'fr' ? 'Kio' : 'KiB'}`
}

/** `7,5 Gio` from mebibytes. */
export function formatMib(mib: number, locale: Locale): string {
  return mib % 1024 !== 0 && mib < 1024
    ? `${formatNumber(mib, locale)}\u00a0${locale === 'fr' ? 'Mio' : 'MiB'}`
    : formatGib(mib / 1024, locale)
}

/** `512 Mio`, `1 234,6 Gio`, `1 Tio`: traffic, from whole mebibytes, to the tenth. */
export function formatMebibytes(mebibytes: bigint | number, locale: Locale): string {
  const count = Number(mebibytes)
  return count >= 1_048_576 && count % 1_048_576 === 0
    ? `${formatNumber(count / 1_048_576, locale)}\u00a0${locale === 'fr' ? 'Tio' : 'TiB'}`
    : formatMib(count, locale)
}

/** `1 234,567 Gio`: traffic on an invoice, to the thousandth, so that quantity times price is the amount. */
export function formatBilledMebibytes(mebibytes: bigint | number, locale: Locale): string {
  const count = Number(mebibytes)
  return count < 1_024
    ? formatMib(count, locale)
    : `${formatNumber(Math.round((count * 1_000) / 1_024) / 1_000, locale)}\u00a0${locale === 'fr' ? 'Gio' : 'GiB'}`
}

/** A part and its whole in one unit, written once: `1 110,4` and `1 024 Gio`, for « 1 110,4 sur 1 024 Gio ». */
export function formatMibPair(part: number, whole: number, locale: Locale): [part: string, whole: string] {
  const isSmall = whole < 1_024 && part < 1_024
  const [shown, unit] = isSmall ? [1, 'Mi'] : [1_024, 'Gi']
  const isTiny = part > 0 && part / shown < 0.1
  return [
    isTiny ? `<\u00a0${formatTenths(0.1, locale)}` : formatTenths(part / shown, locale),
    `${formatTenths(whole / shown, locale)}\u00a0${unit}${locale === 'fr' ? 'o' : 'B'}`,
  ]
}

/** `1,2 Mo/s` (`1.2 MB/s`): network throughput, in powers of ten. */
export function formatBytesPerSecond(bytes: number, locale: Locale): string {
  const units = locale === 'fr' ? ['o/s', 'ko/s', 'Mo/s', 'Go/s'] : ['B/s', 'kB/s', 'MB/s', 'GB/s']
  const power = bytes < 1_000 ? 0 : Math.min(3, Math.floor(Math.log10(bytes) / 3))
  const value = bytes / 1_000 ** power
  return `${formatNumber(value < 10 ? Math.round(value * 10) / 10 : Math.round(value), locale)}\u00a0${units[power]}`
}

/** `40 s`, `13 min 07 s`, `2 h 10 min`, `3 j 4 h`: the two largest units. */
export function formatDuration(seconds: number, locale: Locale): string {
  const whole = Math.max(0, Math.floor(seconds))
  const day = locale === 'fr' ? 'j' : 'd'
  const [d, h, m, s] = [
    Math.floor(whole / 86_400),
    Math.floor(whole / 3_600) % 24,
    Math.floor(whole / 60) % 60,
    whole % 60,
  ]
  const pad = (value: number) => String(value).padStart(2, '0')
  if (d > 0) return h > 0 ? `${d}\u00a0${day} ${h}\u00a0h` : `${d}\u00a0${day}`
  if (h > 0) return m > 0 ? `${h}\u00a0h ${pad(m)}\u00a0min` : `${h}\u00a0h`
  if (m > 0) return s > 0 ? `${m}\u00a0min ${pad(s)}\u00a0s` : `${m}\u00a0min`
  return `${s}\u00a0s`
}

/** `1,8 s` below ten seconds, then as {@link formatDuration}: the duration of one step. */
export function formatElapsedMs(milliseconds: number, locale: Locale): string {
  if (milliseconds >= 10_000) return formatDuration(milliseconds / 1_000, locale)
  const format = numberFormat(tags[locale], { minimumFractionDigits: 1, maximumFractionDigits: 1 })
  return `${format.format(Math.max(0, milliseconds) / 1_000)}\u00a0s`
}

/** `France` from `FR`; the code itself where it names no country. */
export function formatCountry(code: string, locale: Locale): string {
  return regionNames(tags[locale]).of(code) ?? code
}

/**
 * Formatters are cached: creating one costs some 50 µs, and a table of fifty rows needs hundreds. The keys are the few
 * combinations in the product's own formats, so the cache stays small.
 */
const numbers = new Map<string, Intl.NumberFormat>()
const dates = new Map<string, Intl.DateTimeFormat>()
const spans = new Map<string, Intl.RelativeTimeFormat>()
const regions = new Map<string, Intl.DisplayNames>()

function kept<T>(cache: Map<string, T>, tag: string, options: object, make: () => T): T {
  const key = `${tag} ${JSON.stringify(options)}`
  const known = cache.get(key)
  if (known) return known
  const made = make()
  cache.set(key, made)
  return made
}

export function numberFormat(tag: string, options: Intl.NumberFormatOptions = {}): Intl.NumberFormat {
  return kept(numbers, tag, options, () => new Intl.NumberFormat(tag, options))
}

export function dateTimeFormat(tag: string, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  return kept(dates, tag, options, () => new Intl.DateTimeFormat(tag, options))
}

export function relativeTimeFormat(
  tag: string,
  options: Intl.RelativeTimeFormatOptions,
): Intl.RelativeTimeFormat {
  return kept(spans, tag, options, () => new Intl.RelativeTimeFormat(tag, options))
}

export function regionNames(tag: string): Intl.DisplayNames {
  return kept(regions, tag, {}, () => new Intl.DisplayNames(tag, { type: 'region' }))
}

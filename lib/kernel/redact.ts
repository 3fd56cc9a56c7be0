/** Keys whose values never reach a log line, at any depth. */
const secretKey =
  /password|passphrase|passwd|secret|token|cookie|authori[sz]ation|sealed|private[-_]?key|api[-_]?key|session|^req$|^headers$/i
const hidden = '[redacted]'
const depthMax = 8

/** Copies plain objects and lists without the values of secret keys. Other objects, such as errors, stay themselves. */
export function redactKeys<T>(value: T): T {
  return copyWithout(value, 0, new Set()) as T
}

/** An attribute of a span: without what `redactKeys` and `redactText` take out. */
export function redactAttribute(key: string, value: string | number | boolean): string | number | boolean {
  if (secretKey.test(key)) return hidden
  return typeof value === 'string' ? redactText(value) : value
}

function copyWithout(value: unknown, depth: number, above: ReadonlySet<object>): unknown {
  if (typeof value !== 'object' || value === null) return value
  if (above.has(value) || depth > depthMax) return '[…]'
  const inside = new Set(above).add(value)
  if (Array.isArray(value)) return value.map((each) => copyWithout(each, depth + 1, inside))
  if (Object.getPrototypeOf(value) !== Object.prototype && Object.getPrototypeOf(value) !== null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => [
      key,
      secretKey.test(key) && each !== null && each !== undefined
        ? hidden
        : copyWithout(each, depth + 1, inside),
    ]),
  )
}

/**
 * Secrets by their form, also within messages of others, and what names a person or an account at a bank. What precedes
 * a mark is bounded: a long word without one would otherwise cost the square of its length.
 */
const forms: readonly [RegExp, string][] = [
  // In a URL; a quotation mark is escaped in a line of JSON.
  [/(:\/\/[^\s/:@"\\]*):(?:\\.|[^\s/@"\\])+@/g, `$1:${hidden}@`],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${hidden}`],
  [/\b(andromede-[a-z-]{1,40})=[^;\s"\\]+/g, `$1=${hidden}`],
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----.*?-----END [A-Z ]*PRIVATE KEY-----/gs, hidden],
  // A token of the API.
  [/\bandr_[a-z]{3}_\w{20,}/g, hidden],
  // A sealed value, of every version.
  [/\b[vk]\d+\.(?:[\w-]+\.){0,8}[\w-]{38,}/g, hidden],
  [/[\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,}\b/g, '[mail]'],
  [/\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b/g, '[iban]'],
]

/** Texts that none of the forms can match, such as ids and names of closed lists. */
const plain = /^[a-z0-9_./[\]-]{0,40}$/

/** The same line without what looks like a secret; a line of JSON stays one. */
export function redactText(line: string): string {
  if (plain.test(line)) return line
  return forms.reduce((text, [form, instead]) => text.replace(form, instead), line)
}

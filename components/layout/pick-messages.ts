type Messages = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>

/** Arise in the browser, with this reason. */
const browserReasons = ['wait']

/**
 * All of `identity`, or for `identity.nav` only that part; several parts of one namespace are kept together. `errors.codes`
 * are the errors without their reasons. Pure.
 */
export function pickMessages(messages: Messages, names: readonly string[]) {
  const picked: Record<string, Readonly<Record<string, unknown>> | undefined> = {}
  for (const name of names) {
    const [namespace = '', part] = name.split('.')
    const all = messages[namespace]
    if (name === 'errors.codes') picked.errors = withoutReasons(all)
    else picked[namespace] = part ? { ...picked[namespace], [part]: all?.[part] } : all
  }
  return picked
}

function withoutReasons(errors: Messages[string]): Messages[string] {
  const reasons = (errors?.reason ?? {}) as Readonly<Record<string, unknown>>
  const kept = Object.entries(reasons).filter(([name]) => browserReasons.includes(name))
  return { ...errors, reason: Object.fromEntries(kept) }
}

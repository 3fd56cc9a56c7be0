type Messages = Readonly<Record<string, Readonly<Record<string, unknown>> | undefined>>

/** All of `identity`, or for `identity.nav` only that part; several parts of one namespace are kept together. Pure. */
export function pickMessages(messages: Messages, names: readonly string[]) {
  const picked: Record<string, Readonly<Record<string, unknown>> | undefined> = {}
  for (const name of names) {
    const [namespace = '', part] = name.split('.')
    const all = messages[namespace]
    picked[namespace] = part ? { ...picked[namespace], [part]: all?.[part] } : all
  }
  return picked
}

import 'server-only'
import { getTranslations } from 'next-intl/server'

/** The names of audit events in the reader's language; an unnamed event keeps its code. */
export async function eventWords(): Promise<(event: string) => string> {
  const t = await getTranslations('audit')
  return (event) => {
    const key = `event.${event.replaceAll('.', '_')}`
    return t.has(key as never) ? t(key as never) : event
  }
}

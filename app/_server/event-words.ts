import 'server-only'
import { getTranslations } from 'next-intl/server'

/** The names of audited events in the reader's language; one without a name keeps its code. */
export async function eventWords(): Promise<(event: string) => string> {
  const t = await getTranslations('audit')
  return (event) => {
    const key = `event.${event.replaceAll('.', '_')}`
    return t.has(key as never) ? t(key as never) : event
  }
}

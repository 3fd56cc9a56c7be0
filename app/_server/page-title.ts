import 'server-only'
import { DomainError } from '~/lib/kernel/errors'

/**
 * The title of a page about one thing: its name before the name of the list it belongs to, so that tabs can
 * be told apart. Whoever may not see the thing gets the general title.
 */
export async function titleNaming(general: string, readName: () => Promise<string>): Promise<string> {
  try {
    return `${await readName()} · ${general}`
  } catch (error) {
    if (error instanceof DomainError) return general
    throw error
  }
}

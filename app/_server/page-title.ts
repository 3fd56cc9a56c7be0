import 'server-only'
import { DomainError } from '~/lib/kernel/errors'

/**
 * The title of a page about one item: its name before the list's name, so that tabs can be told apart. Without
 * permission to see the item, the general title.
 */
export async function titleNaming(general: string, readName: () => Promise<string>): Promise<string> {
  try {
    return `${await readName()} · ${general}`
  } catch (error) {
    if (error instanceof DomainError) return general
    throw error
  }
}

import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CompanyDirectory, DirectoryEntry } from './port'
import { findEstablishment } from './queries/directory'

const name = 'embedded'

/**
 * The directory that ships with the product, in a table. For demonstrations, tests and sites without internet access.
 */
export function embeddedDirectory(ctx: OpContext): CompanyDirectory {
  return {
    name,
    async lookUp(question) {
      const row = await withShared(ctx, (tx) => findEstablishment(tx, question))
      if (!row) return { outcome: 'unknown', source: name }
      const { closedOn, isHeadOffice: _isHeadOffice, ...facts } = row
      const entry: DirectoryEntry = facts
      return closedOn === null
        ? { outcome: 'found', source: name, entry }
        : { outcome: 'closed', source: name, entry, closedOn }
    },
  }
}

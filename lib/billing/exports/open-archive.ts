import { withOrganisation } from '~/db/client'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { parisDay } from '~/lib/kernel/time/paris-day'
import { countIssued } from '../queries/documents'
import type { OpenExport } from './open-export'
import type { Read } from './read'
import { writeOriginals } from './write-originals'

/**
 * Chosen documents of the organisation as issued, Factur-X and XML, in one ZIP.
 *
 * @throws DomainError `not_found` if one of them is not an issued document of the organisation
 */
export async function openArchive(
  ctx: OpContext,
  { ids }: { ids: readonly Id<'invoice'>[] },
): Promise<OpenExport> {
  authorize(ctx, 'billing:view')
  const read: Read = (run) => withOrganisation(ctx, run)
  // Before the first byte: a file that was begun cannot become a refusal.
  if ((await read((tx) => countIssued(tx, ids))) !== ids.length) throw new DomainError('not_found')
  async function* chosen() {
    yield ids
  }
  return {
    fileName: `factures-${parisDay(ctx.now)}.zip`,
    mediaType: 'application/zip',
    stream: writeOriginals(ctx, read, chosen()),
  }
}

import { withSystem } from '~/db/client'
import { authorizeSystem } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { type DocumentFile, makeDocumentFile } from '../einvoice/document-files'
import type { ExportScope } from './queries/document-rows'
import { documentPages } from './read-rows'

/** The stored files of every document of the scope, one after the other. */
export async function* makeDocumentFiles(ctx: OpContext, scope: ExportScope): AsyncGenerator<DocumentFile> {
  authorizeSystem(ctx)
  for await (const page of documentPages((run) => withSystem(ctx, run), scope))
    for (const { id } of page)
      for (const kind of ['pdf', 'cii'] as const) yield await makeDocumentFile(ctx, { documentId: id, kind })
}

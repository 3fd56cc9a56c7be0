import { withShared } from '~/db/client'
import { invariant } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { findCurrentVersion, type LegalKind } from './queries/legal'

/** Returns the version of a document in force, for its page. Public. */
export async function showLegalVersion(
  ctx: OpContext,
  kind: LegalKind,
): Promise<{ version: string; publishedAt: string }> {
  const current = await withShared(ctx, (tx) => findCurrentVersion(tx, kind, ctx.now))
  invariant(current, 'a version of each legal document is published')
  return { version: current.version, publishedAt: current.publishedAt.toISOString() }
}

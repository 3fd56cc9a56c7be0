import { withShared } from '~/db/client'
import type { OpContext } from '~/lib/kernel/op-context'
import { addSeconds } from '~/lib/kernel/time/clock'
import type { CompanyDirectory, DirectoryAnswer } from './port'
import { findCachedAnswer, saveCachedAnswer } from './queries/directory'

const daySeconds = 24 * 3600

/** Caches answers for a day across all processes. An outage is not cached. */
export function cachedDirectory(ctx: OpContext, directory: CompanyDirectory): CompanyDirectory {
  return {
    name: directory.name,
    async lookUp(question) {
      const key = `${directory.name}:${question.siret ?? question.siren}`
      const since = addSeconds(ctx.now, -daySeconds)
      const known = await withShared(ctx, (tx) => findCachedAnswer(tx, key, since))
      // Written only by this function, so its shape is known.
      if (known) return known as DirectoryAnswer
      const answer = await directory.lookUp(question)
      if (answer.outcome !== 'unavailable')
        await withShared(ctx, (tx) => saveCachedAnswer(tx, key, answer, ctx.now))
      return answer
    },
  }
}

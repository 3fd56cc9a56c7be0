import type { Id } from '~/lib/kernel/ids'
import type { OpContext } from '~/lib/kernel/op-context'
import { decideAdoptions, listAdoptions, proposeAdoptions } from '../index'

/** Two people agree that these objects get their rows. Returns how many the first one proposed. */
export async function agreeAdoptions(
  [first, second]: readonly [OpContext, OpContext],
  quarantineIds: readonly Id<'quarantine'>[],
): Promise<number> {
  if (quarantineIds.length === 0) return 0
  const { done } = await proposeAdoptions(first, {
    quarantineIds: [...quarantineIds],
    reason: 'Après restauration.',
  })
  const proposed = Object.values(await listAdoptions(second, quarantineIds)).filter(
    ({ state }) => state === 'proposed',
  )
  if (proposed.length > 0)
    await decideAdoptions(second, { adoptionIds: proposed.map(({ id }) => id), decision: 'confirm' })
  return done
}

import type { Id } from '~/lib/kernel/ids'

/** The id of the set that came with a network, as the database gives it. Pure. */
export const ownRuleSetId = (networkId: Id<'network'>): Id<'ruleSet'> => `rls_${networkId.slice(4)}`

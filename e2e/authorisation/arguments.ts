import type { ActionEntry } from './matrix'
import { absentTarget, blankTarget, type Target } from './targets'

/** The action's argument for things of `target`, acting in this organisation where it acts in one. */
export function argumentOf(entry: ActionEntry, target: Target, organisationId = target.organisationId) {
  const argument = entry.argument(target)
  return entry.scope === 'organisation' ? { organisationId, ...argument } : argument
}

/** Whether the argument names anything with an owner: then two targets give two arguments. */
export function namesThings(entry: ActionEntry): boolean {
  const ids = () =>
    JSON.stringify(entry.argument(absentTarget(blankTarget())))
      .match(/[a-z]{3}_[0-9a-z]{26}|[0-9a-f]{64}/g)
      ?.join()
  const [first, second] = [ids(), ids()]
  return first !== second
}

import type { ActionResult } from '~/lib/kernel/action-result'
import { fieldOnScreen } from './balancer-draft'

/** The answer of an action, with its refusal at the field that the form shows. */
export async function withFieldOnScreen<T>(answer: Promise<ActionResult<T>>): Promise<ActionResult<T>> {
  const result = await answer
  return result.ok || result.field === undefined ? result : { ...result, field: fieldOnScreen(result.field) }
}

import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import type { CostReferencesInput, OrderLineInput, PlaceOrderInput } from '../schema'
import { readReferenceRules } from './read-rules'
import { cleanReferences, findInvalidReference, type ReferenceCheckState } from './rules'

/** An order with its normalised references, and the result of checking them. */
export type CheckedOrder = { input: PlaceOrderInput; check: ReferenceCheckState | null }

/**
 * Normalises the references and checks every line against the requirements of its buyer and the paying
 * structure. References that could not be checked are flagged for a moderator.
 *
 * @throws DomainError `invalid_input` with the line's field and the reason
 */
export async function checkReferences(ctx: OpContext, input: PlaceOrderInput): Promise<CheckedOrder> {
  const checked = new Map<string, Awaited<ReturnType<typeof checkOne>>>()
  const lines: OrderLineInput[] = []
  for (const [index, line] of input.lines.entries()) {
    const text = JSON.stringify(line.costReferences ?? {})
    const one =
      checked.get(text) ?? (await checkOne(ctx, line.costReferences ?? {}, `lines.${index}.costReferences`))
    checked.set(text, one)
    lines.push({ ...line, costReferences: one.references })
  }
  const checks = [...checked.values()].map((one) => one.check)
  const check = checks.find((each) => each !== 'checked' && each !== null) ?? checks[0] ?? null
  return { input: { ...input, lines }, check }
}

/**
 * Normalises one set of references and checks it against the requirements of its buyer and the paying
 * structure.
 *
 * @throws DomainError `invalid_input` at the reference under `field`, with the reason
 */
export async function checkOne(ctx: OpContext, costReferences: CostReferencesInput, field: string) {
  const { payerSiret: typed, ...typedRest } = costReferences
  const refuse = (name: string, reason: string) =>
    new DomainError('invalid_input', { field: `${field}.${name}`, params: { reason } })
  const rules = await readReferenceRules(ctx, { payerSiret: typed }).catch((error: unknown) => {
    if (error instanceof DomainError && error.field === 'payerSiret')
      throw refuse('payerSiret', error.params.reason ?? 'siret_wrong')
    throw error
  })
  const payerSiret = rules.payerSiret ?? typed
  const given = { ...typedRest, ...(payerSiret ? { payerSiret } : {}) }
  const wrong = findInvalidReference(rules, given)
  if (wrong) throw refuse(wrong.name, wrong.reason)
  return { references: cleanReferences(given), check: rules.check }
}

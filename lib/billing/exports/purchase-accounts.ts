import { withOrganisation } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorize } from '~/lib/identity'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { type PurchaseAccount, replacePurchaseAccounts } from './queries/ledger-rows'

const linesMax = 200

/**
 * Sets the expense accounts of the purchase journal.
 *
 * @throws DomainError `invalid_input` with the invalid line
 */
export async function setPurchaseAccounts(ctx: OpContext, input: { accounts: string }): Promise<void> {
  authorize(ctx, 'billing:manage')
  const accounts = readPurchaseAccounts(input.accounts)
  await withOrganisation(ctx, async (tx, organisationId) => {
    await replacePurchaseAccounts(tx, organisationId, accounts, ctx.now)
    await recordAudit(tx, ctx, 'purchase_accounts.set', {
      organisationId,
      kind: 'organisation',
      id: organisationId,
      details: { accounts },
    })
  })
}

/**
 * Parses `DSI-12 = 611000`, one per line. Pure.
 *
 * @throws DomainError `invalid_input`
 */
export function readPurchaseAccounts(text: string): PurchaseAccount[] {
  const lines = text
    .split('\n')
    .map((line) => line.trim())
    .filter(Boolean)
  const accounts = lines.map((line) => {
    const [, costCentre = '', account = ''] = /^(.{1,100}?)\s*=\s*(6\d{2,11})$/.exec(line) ?? []
    if (costCentre === '') throw invalidAccounts(line)
    return { costCentre, account }
  })
  const duplicate = accounts.find(
    ({ costCentre }, index) => accounts.findIndex((each) => each.costCentre === costCentre) !== index,
  )
  if (duplicate || accounts.length > linesMax)
    throw invalidAccounts(duplicate?.costCentre ?? `${accounts.length}`)
  return accounts
}

/** Formats the text that `readPurchaseAccounts` parses. Pure. */
export function writePurchaseAccounts(accounts: readonly PurchaseAccount[]): string {
  return accounts.map(({ costCentre, account }) => `${costCentre} = ${account}`).join('\n')
}

const invalidAccounts = (line: string) =>
  new DomainError('invalid_input', { field: 'accounts', params: { reason: 'purchase_account', line } })

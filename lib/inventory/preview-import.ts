import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import type { ImportPreview } from './client'
import { planImport } from './import/plan-import'
import { readHostLines } from './import/read-host-lines'
import { readKnown } from './import/read-known'
import type { ImportHostsInput } from './schema'

/** What a list of hosts would create and change, or why it cannot be taken, line by line. Nothing is changed. */
export async function previewImport(ctx: OpContext, input: ImportHostsInput): Promise<ImportPreview> {
  authorizeStaff(ctx, 'inventory:change')
  const { lines, errors } = readHostLines(input.csv)
  const plan = await withStaff(ctx, async (tx) => planImport(lines, await readKnown(tx, lines)))
  return {
    created: plan.hosts
      .filter((each) => each.kind === 'create')
      .map(({ line, host }) => ({ line, name: host.name })),
    changed: plan.hosts
      .filter((each) => each.kind === 'change')
      .map(({ line, host, fields }) => ({ line, name: host.name, fields })),
    same: plan.hosts.filter((each) => each.kind === 'same').length,
    newRacks: plan.newRacks.map((rack) => rack.name),
    errors: [...errors, ...plan.errors].sort((a, b) => a.line - b.line),
  }
}

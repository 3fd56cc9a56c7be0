import { withStaff } from '~/db/client'
import { authorizeStaff } from '~/lib/identity'
import type { OpContext } from '~/lib/kernel/op-context'
import { describeChange } from './describe-change'
import { type PlannedHost, planImport } from './plan-import'
import { readHostLines } from './read-host-lines'
import { readKnown } from './read-known'
import type { ImportHostsInput } from './schema'
import type { ImportPreview } from './views'

/** Returns what a list of hosts would create and change, or its errors by line, without writing. */
export async function previewImport(ctx: OpContext, input: ImportHostsInput): Promise<ImportPreview> {
  authorizeStaff(ctx, 'inventory:change')
  const { lines, errors } = readHostLines(input.csv)
  return withStaff(ctx, async (tx) => {
    const known = await readKnown(tx, lines)
    const plan = planImport(lines, known)
    const lineOf = new Map(lines.map((each) => [each.line, each]))
    const rackOf = ({ line }: PlannedHost) => lineOf.get(line)?.rack ?? ''
    return {
      created: plan.hosts
        .filter((each) => each.kind === 'create')
        .map((each) => ({
          line: each.line,
          name: each.host.name,
          room: lineOf.get(each.line)?.room ?? '',
          rack: rackOf(each),
          vcpu: each.host.vcpuPhysical,
          memoryMib: each.host.memoryMibPhysical,
        })),
      changed: plan.hosts
        .filter((each) => each.kind === 'change')
        .map((each) => ({
          line: each.line,
          name: each.host.name,
          changes: describeChange(each, rackOf(each), known),
        })),
      same: plan.hosts.filter((each) => each.kind === 'same').length,
      newRacks: plan.newRacks.map((rack) => rack.name),
      errors: [...errors, ...plan.errors].sort((a, b) => a.line - b.line),
    }
  })
}

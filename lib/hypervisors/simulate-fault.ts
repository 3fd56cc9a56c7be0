import { withSystem } from '~/db/client'
import { recordAudit } from '~/lib/audit'
import { authorizeSystem } from '~/lib/identity'
import { readVariable } from '~/lib/kernel/configuration/read'
import { DomainError } from '~/lib/kernel/errors'
import type { OpContext } from '~/lib/kernel/op-context'
import { type FaultName, faultInput, faultNames, openSimulator, type SimulatorDriver } from './port/index'
import { listHostNamesOfRack } from './queries/resource-zones'

type Request =
  | { act: 'list' }
  | { act: 'clear'; name: string | null }
  /** With a rack, applies to each of its hosts. */
  | { act: 'set'; fault: Record<string, unknown>; rack?: string | undefined }

/**
 * Sets, clears or lists faults of the simulated datacenter at `SIMULATOR_DATABASE_URL`; returns lines of text. Writes
 * an audit entry.
 *
 * @throws DomainError `invalid_input` with the invalid field
 */
export async function simulateFault(ctx: OpContext, request: Request): Promise<string[]> {
  authorizeSystem(ctx)
  const databaseUrl = readVariable('SIMULATOR_DATABASE_URL')
  if (!databaseUrl) throw new Error('SIMULATOR_DATABASE_URL is not set')
  const simulator = openSimulator({ databaseUrl, installation: 'command-line', now: () => ctx.now })
  try {
    return await carryOut(ctx, simulator, request)
  } finally {
    await simulator.close()
  }
}

async function carryOut(ctx: OpContext, simulator: SimulatorDriver, request: Request): Promise<string[]> {
  switch (request.act) {
    case 'list': {
      const faults = await simulator.listFaults()
      return faults.length === 0
        ? ['no fault is waiting']
        : faults.map((fault) =>
            JSON.stringify(fault, (_key, value) => (typeof value === 'bigint' ? `${value}` : value)),
          )
    }
    case 'clear': {
      const name = request.name === null ? undefined : asFaultName(request.name)
      const count = await simulator.clearFaults(name)
      await audit(ctx, request.name ?? 'all', { cleared: count })
      return [`${count} cleared`]
    }
    case 'set': {
      const lines: string[] = []
      for (const fault of await onEachHost(ctx, request)) {
        const parsed = faultInput.safeParse(fault)
        if (!parsed.success) throw invalid(parsed.error.issues[0]?.path.join('.'))
        const number = await simulator.setFault(parsed.data)
        await audit(ctx, parsed.data.name, { ...parsed.data })
        const where = parsed.data.hostName ? ` on ${parsed.data.hostName}` : ''
        lines.push(`fault ${number}: ${parsed.data.name}${where}`)
      }
      return lines
    }
  }
}

/** Returns the fault as given, or one per host of the given rack. */
async function onEachHost(
  ctx: OpContext,
  { fault, rack }: Extract<Request, { act: 'set' }>,
): Promise<Record<string, unknown>[]> {
  if (rack === undefined) return [fault]
  const zoneCode = typeof fault.zoneCode === 'string' ? fault.zoneCode : null
  const hosts = await withSystem(ctx, (tx) => listHostNamesOfRack(tx, rack, zoneCode))
  if (hosts.length === 0) throw invalid('rack')
  return hosts.map((hostName) => ({ ...fault, hostName }))
}

function asFaultName(name: string): FaultName {
  if (!(faultNames as readonly string[]).includes(name)) throw invalid('name')
  return name as FaultName
}

const invalid = (field: string | undefined) =>
  new DomainError('invalid_input', { ...(field ? { field } : {}) })

async function audit(ctx: OpContext, id: string, details: Record<string, unknown>): Promise<void> {
  await withSystem(ctx, (tx) =>
    recordAudit(tx, ctx, 'fault.simulated', { organisationId: null, kind: 'fault', id, details }),
  )
}

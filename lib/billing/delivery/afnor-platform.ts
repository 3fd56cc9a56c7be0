import { z } from 'zod'
import type {
  Acknowledgement,
  Declaration,
  DepositOutcome,
  EInvoicePlatform,
  LifeCycleStatus,
  Report,
} from './platform'
import { type HttpOptions, PlatformError, platformHttp, readJson } from './platform-http'
import { readCdar } from './read-cdar'

const acknowledgement = z.object({
  status: z.enum(['Pending', 'Ok', 'Error']),
  details: z.array(z.object({ reasonCode: z.string(), reasonMessage: z.string().nullish() })).nullish(),
})
const flow = z.object({
  flowId: z.string().min(1).max(64),
  trackingId: z.string().max(64).nullish(),
  flowType: z.string().nullish(),
  updatedAt: z.string().nullish(),
  acknowledgement: acknowledgement.nullish(),
})
const found = z.object({ results: z.array(flow).nullish(), nextCursor: z.string().nullish() })
const refusal = z.object({ errorCode: z.string(), errorMessage: z.string().nullish() })

const pagesMax = 40

/** An approved platform with the Flow Service API of AFNOR XP Z12-013 (version 1.3). */
export function afnorPlatform(options: HttpOptions): EInvoicePlatform {
  const call = platformHttp(options)
  const search = async (where: Record<string, unknown>) => {
    const flows: z.output<typeof flow>[] = []
    let cursor: string | undefined
    for (let page = 0; page < pagesMax; page += 1) {
      const answer = await call('/v1/flows/search', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ limit: 100, where, ...(cursor ? { cursor } : {}) }),
      })
      const { results, nextCursor } = readJson(answer, found)
      flows.push(...(results ?? []))
      if (!nextCursor) return flows
      cursor = nextCursor
    }
    throw new PlatformError('the search has no end')
  }
  const send = async (
    { trackingId, name, content, sha256, treatment }: Declaration & Partial<Pick<Report, 'treatment'>>,
    syntax: { flowSyntax: 'Factur-X' | 'CDAR' | 'FRR'; flowProfile?: 'CIUS' },
    type: string,
  ): Promise<DepositOutcome> => {
    const form = new FormData()
    const info = { trackingId, name, ...(treatment && { processingRule: treatment }), ...syntax, sha256 }
    form.set('flowInfo', new Blob([JSON.stringify(info)], { type: 'application/json' }))
    form.set('file', new Blob([new Uint8Array(content)], { type }), name)
    const answer = await call('/v1/flows', { method: 'POST', body: form })
    if ([400, 413, 422].includes(answer.status)) {
      const { errorCode, errorMessage } = refusal.parse(JSON.parse(answer.text))
      return { outcome: 'refused', code: errorCode, text: errorMessage ?? errorCode }
    }
    return { outcome: 'deposited', externalId: readJson(answer, flow, 202).flowId }
  }
  return {
    name: 'afnor',
    async find({ trackingId }) {
      const flows = await search({ trackingId, flowDirection: ['Out'] })
      return flows.find((each) => each.trackingId === trackingId)?.flowId ?? null
    },
    deposit: (deposit) => send(deposit, { flowSyntax: 'Factur-X', flowProfile: 'CIUS' }, 'application/pdf'),
    report: (report) => send(report, { flowSyntax: 'CDAR' }, 'application/xml'),
    declare: (declaration) => send(declaration, { flowSyntax: 'FRR' }, 'application/xml'),
    async acknowledgement({ externalId }): Promise<Acknowledgement> {
      const answer = await call(`/v1/flows/${encodeURIComponent(externalId)}`, { method: 'GET' })
      const { acknowledgement: given } = readJson(answer, flow)
      if (!given || given.status === 'Pending') return { state: 'pending' }
      if (given.status === 'Ok') return { state: 'accepted' }
      const [first] = given.details ?? []
      const code = first?.reasonCode ?? 'OtherTechnicalError'
      return { state: 'rejected', code, text: first?.reasonMessage ?? code }
    },
    async statuses({ trackingId, documentNumber, isDeclaration }): Promise<LifeCycleStatus[]> {
      // The standard names no flow type for the State's answer to a declaration.
      const ofType = isDeclaration ? {} : { flowType: ['CustomerInvoiceLC'] }
      const flows = await search({ trackingId, ...ofType, flowDirection: ['In'] })
      const read: LifeCycleStatus[] = []
      for (const { flowId } of flows) {
        const answer = await call(`/v1/flows/${encodeURIComponent(flowId)}?docType=Original`, {
          method: 'GET',
        })
        if (answer.status !== 200) throw new PlatformError(`status ${answer.status} of a life cycle`)
        read.push(
          ...readCdar(answer.text)
            .filter((each) => each.documentNumber === documentNumber)
            .map(({ documentNumber: _, ...status }) => ({ ...status, externalId: flowId })),
        )
      }
      return read
    },
  }
}

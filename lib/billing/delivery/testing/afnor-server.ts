import { createHash } from 'node:crypto'
import { brokenReportRules } from '../../ereporting/testing/report-oracle'
import { brokenCdarRules } from './cdar-oracle'
import { type LocalServer, serveLocally, tokenAnswer } from './local-server'

type Flow = {
  flowId: string
  trackingId?: string
  name: string
  flowSyntax: string
  flowType: string
  flowDirection: 'In' | 'Out'
  acknowledgement: {
    status: string
    details?: { level: string; item: string; reasonCode: string; reasonMessage: string }[]
  }
  original: string
}

export type AfnorServer = LocalServer & {
  secret: string
  flows: Flow[]
  /** When set, the answer to the next deposits. */
  refuseWith: { status: number; errorCode: string } | null
  /** Makes the platform report this status of a document. */
  tell(
    trackingId: string,
    documentNumber: string,
    code: number,
    reason?: { code: string; text: string },
  ): void
  acknowledge(trackingId: string, acknowledgement: Flow['acknowledgement']): void
}

const syntaxes = ['CII', 'UBL', 'Factur-X', 'CDAR', 'FRR']
const rules = 'B2B B2BInt B2C B2G B2GInt OutOfScope B2GOutOfScope ArchiveOnly NotApplicable'.split(' ')

/** A platform of AFNOR XP Z12-013 v1.3.0 written from its OpenAPI file; it rejects requests that do not conform. */
export async function startAfnorServer(): Promise<AfnorServer> {
  const flows: Flow[] = []
  const secret = 'secret-afnor'
  const own: Pick<AfnorServer, 'refuseWith'> = { refuseWith: null }
  const fault = (status: number, errorCode: string) => ({
    status,
    body: { errorCode, errorMessage: errorCode },
  })
  const shown = ({ original: _, ...flow }: Flow) => ({
    ...flow,
    submittedAt: '2026-11-03T10:00:00Z',
    updatedAt: '2026-11-03T10:00:00Z',
    flowProfile: 'CIUS',
    processingRule: 'B2B',
    processingRuleSource: 'Input',
  })
  const server = await serveLocally(({ method, path, query, body, headers }) => {
    if (path === '/token') return tokenAnswer(body, secret)
    if (headers.authorization !== 'Bearer jeton') return fault(401, 'UNAUTHORIZED')
    if (method === 'POST' && path === '/v1/flows') {
      if (own.refuseWith) return fault(own.refuseWith.status, own.refuseWith.errorCode)
      const parts = partsOf(body, headers['content-type'] ?? '')
      const info = JSON.parse(parts.get('flowInfo')?.toString('utf8') ?? '{}') as Record<string, string>
      const file = parts.get('file')
      if (!info.name || !syntaxes.includes(info.flowSyntax ?? '')) return fault(400, 'MISSING_REQUIRED_FIELD')
      if (info.processingRule && !rules.includes(info.processingRule))
        return fault(400, 'INVALID_PROCESSING_RULE')
      if (!file || file.length === 0) return fault(400, 'EmptyFlow')
      if (info.sha256 && info.sha256 !== createHash('sha256').update(file).digest('hex'))
        return fault(422, 'ChecksumMismatch')
      const isLifeCycle = info.flowSyntax === 'CDAR'
      const isReport = info.flowSyntax === 'FRR'
      const flow: Flow = {
        flowId: `flow-${flows.length + 1}`,
        ...(info.trackingId ? { trackingId: info.trackingId } : {}),
        name: info.name,
        flowSyntax: info.flowSyntax ?? '',
        flowType: isLifeCycle ? 'CustomerInvoiceLC' : isReport ? 'MultiFlowReport' : 'CustomerInvoice',
        flowDirection: 'Out',
        acknowledgement: isLifeCycle
          ? judged(file.toString('utf8'), flows)
          : isReport
            ? verdictOn(brokenReportRules(file.toString('utf8')))
            : { status: 'Pending' },
        original: file.toString(isLifeCycle || isReport ? 'utf8' : 'latin1'),
      }
      flows.push(flow)
      return { status: 202, body: { flowId: flow.flowId, submittedAt: '2026-11-03T10:00:00Z', ...info } }
    }
    if (method === 'POST' && path === '/v1/flows/search') {
      const { where, limit = 25, cursor } = JSON.parse(body.toString('utf8'))
      if (!where || Object.keys(where).length === 0 || limit > 100) return fault(400, 'INVALID_REQUEST')
      const found = flows.filter(
        (flow) =>
          (!where.trackingId || flow.trackingId === where.trackingId) &&
          (!where.flowType || where.flowType.includes(flow.flowType)) &&
          (!where.flowDirection || where.flowDirection.includes(flow.flowDirection)),
      )
      // Pages of two, to catch a client that ignores the cursor.
      const from = Number(cursor ?? 0)
      return {
        status: 200,
        body: {
          limit,
          filters: where,
          results: found.slice(from, from + 2).map(shown),
          ...(from + 2 < found.length ? { nextCursor: `${from + 2}` } : {}),
        },
      }
    }
    const flow = flows.find(({ flowId }) => path === `/v1/flows/${flowId}`)
    if (method !== 'GET' || !flow) return fault(404, 'NOT_FOUND')
    return query.get('docType') === 'Original'
      ? { status: 200, body: flow.original, contentType: 'application/xml' }
      : { status: 200, body: shown(flow) }
  })
  return Object.assign(own, server, {
    secret,
    flows,
    tell(trackingId: string, number: string, code: number, reason?: { code: string; text: string }) {
      flows.push({
        flowId: `lc-${flows.length + 1}`,
        trackingId,
        name: 'cdv.xml',
        flowSyntax: 'CDAR',
        flowType: 'CustomerInvoiceLC',
        flowDirection: 'In',
        acknowledgement: { status: 'Ok' },
        original: cdar(number, code, reason),
      })
    },
    acknowledge(trackingId: string, acknowledgement: Flow['acknowledgement']) {
      for (const flow of flows)
        if (flow.trackingId === trackingId && flow.flowDirection === 'Out')
          flow.acknowledgement = acknowledgement
    },
  })
}

/** The platform's check of an e-reporting declaration: accepted, or rejected with the broken rule. */
function verdictOn([fault]: readonly string[]): Flow['acknowledgement'] {
  if (!fault) return { status: 'Ok' }
  const detail = { level: 'Error', item: 'file', reasonCode: 'InvalidSchema', reasonMessage: fault }
  return { status: 'Error', details: [detail] }
}

/** The platform's check of a life-cycle message: form, rules, and whether the named invoice is known. */
function judged(xml: string, flows: readonly Flow[]): Flow['acknowledgement'] {
  const [fault] = brokenCdarRules(xml)
  const number = /<ram:IssuerAssignedID>([^<]*)</.exec(xml)?.[1]
  const isKnown = flows.some(({ flowSyntax, name }) => flowSyntax === 'Factur-X' && name === `${number}.pdf`)
  if (!fault && isKnown) return { status: 'Ok' }
  const reasonCode = fault === 'XSD' ? 'InvalidSchema' : fault ? 'InvoiceLCRuleError' : 'InvoiceLCStatusError'
  const detail = { level: 'Error', item: 'file', reasonCode, reasonMessage: fault ?? 'unknown invoice' }
  return { status: 'Error', details: [detail] }
}

/** A life-cycle message in CDAR D22B. */
export function cdar(number: string, code: number, reason?: { code: string; text: string }): string {
  const status = reason
    ? `<ram:SpecifiedDocumentStatus><ram:ReasonCode>${reason.code}</ram:ReasonCode><ram:Reason>${reason.text}</ram:Reason><ram:SequenceNumeric>1</ram:SequenceNumeric></ram:SpecifiedDocumentStatus>`
    : ''
  return `<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossDomainAcknowledgementAndResponse xmlns:rsm="urn:un:unece:uncefact:data:standard:CrossDomainAcknowledgementAndResponse:100" xmlns:ram="urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100" xmlns:udt="urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100" xmlns:qdt="urn:un:unece:uncefact:data:standard:QualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>CDV-1</ram:ID><ram:IssueDateTime><udt:DateTimeString format="204">20261104153000</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:AcknowledgementDocument><ram:TypeCode>23</ram:TypeCode>
<ram:ReferenceReferencedDocument><ram:IssuerAssignedID>${number}</ram:IssuerAssignedID><ram:TypeCode>380</ram:TypeCode><ram:FormattedIssueDateTime><qdt:DateTimeString format="102">20261103</qdt:DateTimeString></ram:FormattedIssueDateTime><ram:ProcessConditionCode>${code}</ram:ProcessConditionCode>${status}</ram:ReferenceReferencedDocument>
</rsm:AcknowledgementDocument></rsm:CrossDomainAcknowledgementAndResponse>`
}

function partsOf(body: Buffer, contentType: string): Map<string, Buffer> {
  const boundary = /boundary=([^;]+)/.exec(contentType)?.[1] ?? ''
  const parts = new Map<string, Buffer>()
  const mark = Buffer.from(`--${boundary}`)
  for (let at = body.indexOf(mark); at >= 0; ) {
    const next = body.indexOf(mark, at + mark.length)
    if (next < 0) break
    const part = body.subarray(at + mark.length + 2, next - 2)
    const split = part.indexOf('\r\n\r\n')
    const name = /name="([^"]+)"/.exec(part.subarray(0, split).toString('utf8'))?.[1]
    if (name) parts.set(name, part.subarray(split + 4))
    at = next
  }
  return parts
}

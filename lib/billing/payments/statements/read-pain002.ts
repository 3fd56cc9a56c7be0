import { childrenOf, elementAt, parseXml, textAt, type XmlElement, XmlRefusal } from './parse-xml'
import { StatementRefusal } from './statement'

/** A bank's report about a debit file before collection: rejections with ISO 20022 reason codes. */
export type StatusReport = {
  /** Our message id of the file. */
  messageId: string
  /** Reason when the whole file is rejected; otherwise null. */
  refusedFor: string | null
  /** Rejected groups and single debits. */
  refusals: ({ paymentInformationId: string; reason: string } | { endToEndId: string; reason: string })[]
}

/** ISO 20022 code for an unspecified reason. */
const noReason = 'MS03'

/**
 * The rejections in a pain.002 (versions 03 to 14). Accepted, pending and received states are ignored: the money
 * movement decides. Pure.
 *
 * @throws StatementRefusal with the reason, the line and the field
 */
export function readPain002(text: string): StatusReport {
  const root = readRoot(text)
  if (
    root.name !== 'Document' ||
    !/^urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.\d{2}$/.test(root.namespace)
  )
    throw new StatementRefusal('report_format', root.line, root.namespace || root.name)
  const report = elementAt(root, 'CstmrPmtStsRpt')
  const original = report && elementAt(report, 'OrgnlGrpInfAndSts')
  const messageId = original && textAt(original, 'OrgnlMsgId')
  if (!report || !original || !messageId)
    throw new StatementRefusal('statement_field', (original ?? report ?? root).line, 'OrgnlMsgId')
  const refusals: StatusReport['refusals'] = []
  for (const group of childrenOf(report, 'OrgnlPmtInfAndSts')) {
    if (textAt(group, 'PmtInfSts') === 'RJCT')
      refusals.push({ paymentInformationId: required(group, 'OrgnlPmtInfId'), reason: reasonOf(group) })
    for (const transaction of childrenOf(group, 'TxInfAndSts'))
      if (textAt(transaction, 'TxSts') === 'RJCT')
        refusals.push({ endToEndId: required(transaction, 'OrgnlEndToEndId'), reason: reasonOf(transaction) })
  }
  return {
    messageId,
    refusedFor: textAt(original, 'GrpSts') === 'RJCT' ? reasonOf(original) : null,
    refusals,
  }
}

function readRoot(text: string): XmlElement {
  try {
    return parseXml(text)
  } catch (error) {
    if (error instanceof XmlRefusal) throw new StatementRefusal(error.reason, error.line)
    throw error
  }
}

function required(element: XmlElement, path: string): string {
  const text = textAt(element, path)
  if (!text) throw new StatementRefusal('statement_field', element.line, path)
  return text
}

/** A four-letter code; a bank's proprietary reason is not one. */
function reasonOf(element: XmlElement): string {
  const code = textAt(element, 'StsRsnInf/Rsn/Cd') ?? ''
  return /^[A-Z0-9]{4}$/.test(code) ? code : noReason
}

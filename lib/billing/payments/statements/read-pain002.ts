import { childrenOf, elementAt, parseXml, textAt, type XmlElement, XmlRefusal } from './parse-xml'
import { StatementRefusal } from './statement'

/** What a bank says of a file of debits before any money moves: what it refuses, and why, by codes of ISO 20022. */
export type StatusReport = {
  /** The file that it is about, by our name for it. */
  messageId: string
  /** The whole file; null where it is not refused as a whole. */
  refusedFor: string | null
  /** Groups and single debits. */
  refusals: ({ paymentInformationId: string; reason: string } | { endToEndId: string; reason: string })[]
}

/** Where a bank gives no reason: not specified. */
const noReason = 'MS03'

/**
 * The refusals of a pain.002 (versions 03 to 14). What is accepted, pending or received says nothing: money tells. Pure.
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

/** A code of four letters; what a bank calls its own way is not one. */
function reasonOf(element: XmlElement): string {
  const code = textAt(element, 'StsRsnInf/Rsn/Cd') ?? ''
  return /^[A-Z0-9]{4}$/.test(code) ? code : noReason
}

import { all, type Element, readXml, textAt } from '../../einvoice/testing/read-xml'

const rates =
  '0 0.0 0.00 10 10.0 10.00 13 13.0 13.00 20 20.0 20.00 8.5 8.50 19.6 19.60 2.1 2.10 5.5 5.50 7 7.0 7.00 20.6 20.60 1.05 0.9 0.90 1.75 9.2 9.20 9.6 9.60'.split(
    ' ',
  )
const senders = 'BY AB DL SE SR WK PE PR II IV'.split(' ')
const documentTypes = '380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503'.split(' ')
const statusCodes = ['45', '39', '37', '50', '49', '47', '46', '1', '5']
const characteristics = 'MEN MPA RAP ESC RAB REM MAP MAPTTC MNA MNATTC CBB DIV DVA MAJ'.split(' ')
/** Element order of the schema (D22B). */
const order: Readonly<Record<string, string>> = {
  ExchangedDocument: 'ID Name IssueDateTime SenderTradeParty IssuerTradeParty RecipientTradeParty',
  AcknowledgementDocument: 'MultipleReferencesIndicator TypeCode IssueDateTime ReferenceReferencedDocument',
  ReferenceReferencedDocument:
    'IssuerAssignedID StatusCode TypeCode ReceiptDateTime FormattedIssueDateTime ProcessConditionCode ProcessCondition IssuerTradeParty SpecifiedDocumentStatus',
  SpecifiedDocumentStatus: 'SequenceNumeric SpecifiedDocumentCharacteristic',
  SpecifiedDocumentCharacteristic: 'TypeCode ValueChangedIndicator ValueAmount ValueDateTime ValuePercent',
  SenderTradeParty: 'GlobalID Name RoleCode URIUniversalCommunication',
  IssuerTradeParty: 'GlobalID Name RoleCode URIUniversalCommunication',
  RecipientTradeParty: 'GlobalID Name RoleCode URIUniversalCommunication',
}

/** Names of the XP Z12-012 rules that a life-cycle message breaks. Written from the standard. */
export function brokenCdarRules(xml: string): string[] {
  const root = readXml(xml)
  const faults: string[] = []
  const say = (rule: string, holds: boolean) => {
    if (!holds) faults.push(rule)
  }
  say('XSD', root?.name === 'CrossDomainAcknowledgementAndResponse' && isInOrder(root))
  if (faults.length > 0) return faults
  checkHeader(root, say)
  for (const reference of all(root, 'AcknowledgementDocument/ReferenceReferencedDocument'))
    checkReference(reference, say)
  return [...new Set(faults)]
}

type Say = (rule: string, holds: boolean) => void

function isInOrder(element: Element): boolean {
  const names = order[element.name]?.split(' ')
  const places = element.children.map(({ name }) => names?.indexOf(name) ?? 0)
  const isRight = places.every((place, index) => place >= 0 && place >= (places[index - 1] ?? 0))
  return isRight && element.children.every(isInOrder)
}

function checkHeader(root: Element, say: Say): void {
  const header = all(root, 'ExchangedDocument')[0] as Element
  const context = 'ExchangedDocumentContext'
  say(
    'BR-FR-CDV-02',
    textAt(root, `${context}/GuidelineSpecifiedDocumentContextParameter/ID`) ===
      'urn.cpro.gouv.fr:1p0:CDV:invoice',
  )
  say(
    'BR-FR-CDV-CL-01',
    ['REGULATED', 'NON_REGULATED', 'B2C', 'B2CINT', 'B2BINT', 'OUTOFSCOPE'].includes(
      textAt(root, `${context}/BusinessProcessSpecifiedDocumentContextParameter/ID`) ?? '',
    ),
  )
  say('BR-FR-CDV-03', Boolean(textAt(header, 'ID')))
  say('BR-FR-CDV-04', /^20\d{12}$/.test(textAt(header, 'IssueDateTime/DateTimeString') ?? ''))
  say('BR-FR-CDV-CL-02', senders.includes(textAt(header, 'SenderTradeParty/RoleCode') ?? ''))
  say('BR-FR-CDV-07', Boolean(textAt(header, 'IssuerTradeParty/GlobalID')))
  say('BR-FR-CDV-CL-03', textAt(header, 'IssuerTradeParty/RoleCode') === 'SE')
  for (const recipient of all(header, 'RecipientTradeParty'))
    say('BR-FR-CDV-08', Boolean(textAt(recipient, 'URIUniversalCommunication/URIID')))
  say('BR-FR-CDV-09', textAt(root, 'AcknowledgementDocument/TypeCode') === '23')
}

function checkReference(reference: Element, say: Say): void {
  say('BR-FR-CDV-10', Boolean(textAt(reference, 'IssuerAssignedID')))
  say('BR-FR-04', documentTypes.includes(textAt(reference, 'TypeCode') ?? ''))
  say('BR-FR-CDV-11', /^20\d{6}$/.test(textAt(reference, 'FormattedIssueDateTime/DateTimeString') ?? ''))
  say('BR-FR-CDV-12', Boolean(textAt(reference, 'ProcessConditionCode')))
  say('BR-FR-CDV-13', /^\d{9}$/.test(textAt(reference, 'IssuerTradeParty/GlobalID') ?? ''))
  say('BR-FR-CDV-CL-05', statusCodes.includes(textAt(reference, 'StatusCode') ?? ''))
  for (const status of all(reference, 'SpecifiedDocumentStatus'))
    say('BR-FR-CDV-16', /^\d+$/.test(textAt(status, 'SequenceNumeric') ?? ''))
  const given = all(reference, 'SpecifiedDocumentStatus/SpecifiedDocumentCharacteristic')
  for (const each of given) say('BR-FR-CDV-CL-11', characteristics.includes(textAt(each, 'TypeCode') ?? ''))
  if (textAt(reference, 'ProcessConditionCode') !== '212') return
  const collected = given.filter((each) => textAt(each, 'TypeCode') === 'MEN')
  say('BR-FR-CDV-14', collected.length > 0)
  for (const each of collected) {
    say('BR-FR-CDV-14', Boolean(textAt(each, 'ValueAmount') && textAt(each, 'ValuePercent')))
    say('BR-FR-DEC-01', /^-?\d{1,17}(\.\d{1,2})?$/.test(textAt(each, 'ValueAmount') ?? ''))
    say('BR-FR-16', rates.includes(textAt(each, 'ValuePercent') ?? ''))
  }
}

/** Collected amounts with VAT in a message, in cents, by the rate as written. */
export function collectedIn(xml: string): Record<string, number> {
  const given = all(
    readXml(xml),
    'AcknowledgementDocument/ReferenceReferencedDocument/SpecifiedDocumentStatus/SpecifiedDocumentCharacteristic',
  )
  return Object.fromEntries(
    given.map((each) => [
      textAt(each, 'ValuePercent') ?? '',
      Math.round(Number(textAt(each, 'ValueAmount')) * 100),
    ]),
  )
}

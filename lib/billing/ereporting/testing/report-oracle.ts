import { all, type Element, readXml, textAt } from '../../einvoice/testing/read-xml'

/**
 * Children of each element, in order, with their cardinality: written from annex 6 (version 1.10) of the
 * specifications.
 */
const shapes: Readonly<Record<string, string>> = {
  Report: 'ReportDocument TransactionsReport? PaymentsReport?',
  ReportDocument: 'Id Name? IssueDateTime TypeCode Sender Issuer',
  'ReportDocument/IssueDateTime': 'DateTimeString',
  'ReportDocument/Sender': 'Id Name RoleCode URIUniversalCommunication?',
  'ReportDocument/Issuer': 'Id Name RoleCode URIUniversalCommunication?',
  TransactionsReport: 'ReportPeriod Invoice* Transactions*',
  PaymentsReport: 'ReportPeriod Invoice* Transactions*',
  ReportPeriod: 'StartDate EndDate',
  'TransactionsReport/Invoice':
    'ID IssueDate TypeCode CurrencyCode DueDate? TaxDueDateTypeCode? IncludedNote* BusinessProcess ReferencedDocument* Seller Buyer SellerTaxRepresentative? Delivery* InvoicePeriod? AllowanceCharge* MonetaryTotal TaxSubTotal+ Line*',
  BusinessProcess: 'ID TypeID',
  ReferencedDocument: 'ID IssueDate',
  Seller: 'CompanyId TaxRegistrationId? PostalAddress?',
  Buyer: 'CompanyId TaxRegistrationId? PostalAddress',
  PostalAddress: 'CountryId',
  InvoicePeriod: 'StartDate EndDate',
  MonetaryTotal: 'TaxExclusiveAmount TaxAmount',
  TaxSubTotal: 'TaxableAmount TaxAmount TaxCategory',
  TaxCategory: 'Code? Percent TaxExemptionReason? TaxExemptionReasonCode?',
  'TransactionsReport/Transactions':
    'Date TransactionsCurrency TaxDueDateTypeCode? CategoryCode TaxExclusiveAmount TaxTotal TransactionsCount? TaxSubtotal+',
  TaxSubtotal: 'TaxPercent TaxableAmount TaxTotal',
  'PaymentsReport/Invoice': 'InvoiceID IssueDate Payment',
  'PaymentsReport/Transactions': 'Payment',
  Payment: 'Date SubTotals+',
  SubTotals: 'TaxPercent CurrencyCode? Amount',
}
const rates = '0 10 13 20 8.5 19.6 2.1 5.5 7 20.6 1.05 0.9 1.75 9.2 9.6'.split(' ')
const days = /^20\d\d(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])$/
const cents = (text: string | undefined) =>
  /^-?\d{1,17}(\.\d{1,2})?$/.test(text ?? '') ? Math.round(Number(text) * 100) : Number.NaN

/** Names (annex 7, version 1.9) of the flow 10 rules that the text breaks. Independent of the writer. */
export function brokenReportRules(xml: string): string[] {
  const root = readXml(xml)
  const faults = new Set<string>()
  const say = (rule: string, holds: boolean) => {
    if (!holds) faults.add(rule)
  }
  say('XSD', root?.name === 'Report' && fits(root, ''))
  if (faults.size > 0 || !root) return ['XSD']
  const text = (element: Element, path: string) => textAt(element, path) ?? ''
  say('G6.29', all(root, 'TransactionsReport').length + all(root, 'PaymentsReport').length === 1)
  const [head] = all(root, 'ReportDocument') as [Element]
  say('G1.104', /^[A-Za-z0-9+_/-]([A-Za-z0-9 +_/-]{0,48}[A-Za-z0-9+_/-])?$/.test(text(head, 'Id')))
  say('G7.53', /^20\d{12}$/.test(text(head, 'IssueDateTime/DateTimeString')))
  say('G8.01', ['IN', 'RE'].includes(text(head, 'TypeCode')))
  say('G6.22', /^[0-9A-Z]{4}$/.test(text(head, 'Sender/Id')) && schemeOf(head, 'Sender/Id') === '0238')
  say('G7.51', text(head, 'Sender/RoleCode') === 'WK')
  say('G6.26', /^\d{9}$/.test(text(head, 'Issuer/Id')) && schemeOf(head, 'Issuer/Id') === '0002')
  say('G7.52', ['SE', 'BY'].includes(text(head, 'Issuer/RoleCode')))
  for (const report of ['TransactionsReport', 'PaymentsReport']) {
    for (const period of all(root, `${report}/ReportPeriod`)) {
      const [from, to] = [text(period, 'StartDate'), text(period, 'EndDate')]
      say('G1.09', days.test(from) && days.test(to))
      say('G6.25', from < to)
      say('G7.43', to < text(head, 'IssueDateTime/DateTimeString').slice(0, 8))
      for (const date of [
        ...all(root, `${report}/Invoice/IssueDate`),
        ...all(root, `${report}/Transactions/Date`),
        ...all(root, `${report}/Invoice/Payment/Date`),
        ...all(root, `${report}/Transactions/Payment/Date`),
      ])
        say('G1.09', days.test(date.text))
      // Reported data belongs to the period: sales by their day, payments by theirs.
      const reportedDays =
        report === 'TransactionsReport'
          ? ['Invoice/IssueDate', 'Transactions/Date']
          : ['Invoice/Payment/Date', 'Transactions/Payment/Date']
      for (const path of reportedDays)
        for (const date of all(root, `${report}/${path}`))
          say('REJ_PER', from <= date.text && date.text <= to)
    }
  }
  for (const invoice of all(root, 'TransactionsReport/Invoice')) checkInvoice(invoice, say)
  for (const sales of all(root, 'TransactionsReport/Transactions')) checkSales(sales, say)
  for (const kind of ['Invoice', 'Transactions'])
    for (const part of all(root, `PaymentsReport/${kind}/Payment/SubTotals`)) {
      say('G1.24', rates.includes(text(part, 'TaxPercent')))
      say('G6.27', text(part, 'CurrencyCode') === 'EUR')
      say('G7.07', !Number.isNaN(cents(text(part, 'Amount'))))
    }
  return [...faults].sort()
}

type Say = (rule: string, holds: boolean) => void

function checkInvoice(invoice: Element, say: Say): void {
  const text = (path: string) => textAt(invoice, path) ?? ''
  say('G1.05', /^[A-Za-z0-9 +_/-]{1,35}$/.test(text('ID')))
  say(
    'G1.01',
    '380 389 393 501 386 500 384 471 472 473 261 381 396 502 503'.split(' ').includes(text('TypeCode')),
  )
  say('G1.02', /^([BSM][124]|S[3567]|B7)$/.test(text('BusinessProcess/ID')))
  say('S1.12', text('BusinessProcess/TypeID') === 'urn.cpro.gouv.fr:1p0:ereporting')
  say('G1.32', text('TypeCode') !== '381' || all(invoice, 'ReferencedDocument').length > 0)
  for (const party of ['Seller', 'Buyer']) {
    const id = text(`${party}/CompanyId`)
    const scheme = schemeOf(invoice, `${party}/CompanyId`)
    say(
      'G2.19',
      { '0002': /^\d{9}$/, '0223': /^[A-Z]{2}.{1,16}$/, '0227': /^[A-Z]{2}.{1,16}$/ }[scheme]?.test(id) ??
        false,
    )
    say('G2.33', scheme === '0227' || text(`${party}/TaxRegistrationId`) !== '')
    say(
      'BR-FR-MAP-14',
      !'GF TF GP MQ YT RE BL MF PM'.split(' ').includes(text(`${party}/PostalAddress/CountryId`)),
    )
  }
  const parts = all(invoice, 'TaxSubTotal')
  const sum = (path: string) => parts.reduce((total, part) => total + cents(textAt(part, path)), 0)
  say('G1.53', Math.abs(sum('TaxableAmount') - cents(text('MonetaryTotal/TaxExclusiveAmount'))) <= 1)
  say('G1.53', Math.abs(sum('TaxAmount') - cents(text('MonetaryTotal/TaxAmount'))) <= 1)
  for (const part of parts) say('G1.24', rates.includes(textAt(part, 'TaxCategory/Percent') ?? ''))
}

function checkSales(sales: Element, say: Say): void {
  const text = (path: string) => textAt(sales, path) ?? ''
  say('G1.68', ['TLB1', 'TPS1', 'TNT1', 'TMA1'].includes(text('CategoryCode')))
  say('G1.10', text('TransactionsCurrency') === 'EUR')
  const parts = all(sales, 'TaxSubtotal')
  const sum = (path: string) => parts.reduce((total, part) => total + cents(textAt(part, path)), 0)
  say('G1.53', Math.abs(sum('TaxableAmount') - cents(text('TaxExclusiveAmount'))) <= 1)
  say('G1.53', Math.abs(sum('TaxTotal') - cents(text('TaxTotal'))) <= 1)
  for (const part of parts) say('G1.24', rates.includes(textAt(part, 'TaxPercent') ?? ''))
}

const schemeOf = (element: Element, path: string) => all(element, path)[0]?.attributes.schemeId ?? ''

function fits(element: Element, parent: string): boolean {
  const shape = shapes[`${parent}/${element.name}`] ?? shapes[element.name]
  if (shape === undefined) return element.children.length === 0
  const rest = [...element.children]
  for (const wanted of shape.split(' ')) {
    const name = wanted.replace(/[?*+]$/, '')
    const sign = wanted.slice(name.length)
    let times = 0
    while (rest[0]?.name === name && (times === 0 || sign === '*' || sign === '+')) {
      rest.shift()
      times += 1
    }
    if (times === 0 && sign !== '?' && sign !== '*') return false
  }
  return rest.length === 0 && element.children.every((child) => fits(child, element.name))
}

import { all, type Element, readXml, textAt } from './read-xml'

/** Names of the EN 16931 and XP Z12-012 rules that the text breaks. Written from the standards, in integers. */
export function brokenCiiRules(xml: string): string[] {
  const root = readXml(xml)
  const header = all(root, 'ExchangedDocument')[0] as Element
  const trade = all(root, 'SupplyChainTradeTransaction')[0] as Element
  const settlement = all(trade, 'ApplicableHeaderTradeSettlement')[0] as Element
  const faults: string[] = []
  const say = (rule: string, holds: boolean) => {
    if (!holds) faults.push(rule)
  }
  checkHeader(root, header, settlement, say)
  checkParties(header, trade, say)
  checkSums(trade, settlement, say)
  checkVat(trade, settlement, say)
  checkDecimals(trade, settlement, say)
  return [...new Set(faults)]
}

type Say = (rule: string, holds: boolean) => void

/** Hundredths of a decimal number with at most two decimals. */
function cents(text: string | undefined): bigint {
  const [, sign, whole = '0', part = ''] = /^(-?)(\d+)(?:\.(\d{1,2}))?$/.exec(text ?? '') ?? []
  const size = BigInt(whole) * 100n + BigInt(part.padEnd(2, '0'))
  return sign === '-' ? -size : size
}
const sumOf = (items: bigint[]) => items.reduce((sum, each) => sum + each, 0n)
const isDay = (text: string | undefined) => {
  const [, year, month, day] = /^(20\d\d)(\d\d)(\d\d)$/.exec(text ?? '') ?? []
  if (!year) return false
  const date = new Date(`${year}-${month}-${day}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.getUTCDate() === Number(day)
}

const typeCodes = '380 389 393 501 386 500 384 471 472 473 261 262 381 396 502 503'.split(' ')
const processes = 'B1 S1 M1 B2 S2 M2 S3 B4 S4 M4 S5 S6 B7 S7 B8 S8 M8 B9 S9 M9'.split(' ')
const treatments = 'B2B B2BINT B2C B2CINT OUTOFSCOPE ARCHIVEONLY'.split(' ')

function checkHeader(root: Element, header: Element, settlement: Element, say: Say): void {
  const numberOk = (text: string | undefined) => /^[A-Za-z0-9+\-_/]{1,35}$/.test(text ?? '')
  say('BR-FR-01', numberOk(textAt(header, 'ID')))
  const issued = textAt(header, 'IssueDateTime/DateTimeString')
  say('BR-FR-03', isDay(issued))
  const type = textAt(header, 'TypeCode') ?? ''
  say('BR-FR-04', typeCodes.includes(type))
  const notes = all(header, 'IncludedNote').map((note) => textAt(note, 'SubjectCode'))
  for (const code of ['PMT', 'PMD', 'AAB'])
    say('BR-FR-05', notes.filter((each) => each === code).length === 1)
  say('BR-FR-06', notes.filter((each) => each === 'TXD').length <= 1)
  const bar = all(header, 'IncludedNote').filter((note) => textAt(note, 'SubjectCode') === 'BAR')
  say(
    'BR-FR-20',
    bar.every((note) => treatments.includes(textAt(note, 'Content') ?? '')),
  )
  say('BR-FR-31', bar.length <= 1)
  const process = textAt(root, 'ExchangedDocumentContext/BusinessProcessSpecifiedDocumentContextParameter/ID')
  say('BR-FR-08', processes.includes(process ?? ''))
  say(
    'BR-01',
    textAt(root, 'ExchangedDocumentContext/GuidelineSpecifiedDocumentContextParameter/ID') ===
      'urn:cen.eu:en16931:2017',
  )
  const due = textAt(settlement, 'SpecifiedTradePaymentTerms/DueDateDateTime/DateTimeString')
  say('BR-CO-25', due !== undefined)
  const total = summation(settlement)
  if (!/^[BSM]2$/.test(process ?? '')) say('BR-FR-CO-07', (due ?? '') >= (issued ?? ''))
  else
    say(
      'BR-FR-CO-09',
      total('TotalPrepaidAmount') === total('GrandTotalAmount') && total('DuePayableAmount') === 0n,
    )
  const preceding = all(settlement, 'InvoiceReferencedDocument')
  for (const each of preceding) {
    say('BR-FR-02', numberOk(textAt(each, 'IssuerAssignedID')))
    say('BR-FR-CO-05', isDay(textAt(each, 'FormattedIssueDateTime/DateTimeString')))
  }
  if (type === '381') say('BR-FR-CO-05', preceding.length >= 1)
}

function checkParties(header: Element, trade: Element, say: Say): void {
  const [seller, buyer] = ['SellerTradeParty', 'BuyerTradeParty'].map(
    (name) => all(trade, `ApplicableHeaderTradeAgreement/${name}`)[0] as Element,
  ) as [Element, Element]
  const legal = (party: Element) => all(party, 'SpecifiedLegalOrganization/ID')[0]
  const address = (party: Element) => all(party, 'URIUniversalCommunication/URIID')[0]
  say('BR-FR-10', legal(seller)?.attributes.schemeID === '0002' && /^\d{9}$/.test(legal(seller)?.text ?? ''))
  for (const party of [seller, buyer]) {
    say('BR-06', Boolean(textAt(party, 'Name')))
    say('BR-09', /^[A-Z]{2}$/.test(textAt(party, 'PostalTradeAddress/CountryID') ?? ''))
    const siren = legal(party)
    if (siren?.attributes.schemeID === '0002') say('BR-FR-32', /^\d{9}$/.test(siren.text))
    for (const siret of all(party, 'GlobalID').filter((id) => id.attributes.schemeID === '0009'))
      say('BR-FR-09', /^\d{14}$/.test(siret.text) && siret.text.startsWith(siren?.text ?? '?'))
    if (address(party)?.attributes.schemeID === '0225')
      say('BR-FR-23', /^[A-Za-z0-9\-_.]{1,125}$/.test(address(party)?.text ?? ''))
  }
  say('BR-FR-13', Boolean(address(seller)?.text))
  say('BR-FR-12', Boolean(address(buyer)?.text))
  const isB2b = all(header, 'IncludedNote').some(
    (note) => textAt(note, 'SubjectCode') === 'BAR' && textAt(note, 'Content') === 'B2B',
  )
  if (isB2b) {
    const siren = legal(buyer)?.attributes.schemeID === '0002' ? (legal(buyer)?.text ?? '') : ''
    say('BR-FR-11', /^\d{9}$/.test(siren))
    say(
      'BR-FR-21',
      address(buyer)?.attributes.schemeID === '0225' && (address(buyer)?.text ?? '').startsWith(siren),
    )
  }
}

function summation(settlement: Element) {
  return (name: string) =>
    cents(textAt(settlement, `SpecifiedTradeSettlementHeaderMonetarySummation/${name}`) ?? '0')
}

const lineAmount = (line: Element) =>
  cents(
    textAt(
      line,
      'SpecifiedLineTradeSettlement/SpecifiedTradeSettlementLineMonetarySummation/LineTotalAmount',
    ),
  )

const allowed = (allowance: Element) => cents(textAt(allowance, 'ActualAmount'))

function checkSums(trade: Element, settlement: Element, say: Say): void {
  const total = summation(settlement)
  const lines = all(trade, 'IncludedSupplyChainTradeLineItem')
  say('BR-16', lines.length > 0)
  const allowances = all(settlement, 'SpecifiedTradeAllowanceCharge')
  say('BR-CO-11', total('AllowanceTotalAmount') === sumOf(allowances.map(allowed)))
  for (const each of allowances) {
    say('BR-33', Boolean(textAt(each, 'Reason')) && /^\d{2,3}$/.test(textAt(each, 'ReasonCode') ?? ''))
    say('BR-31', allowed(each) >= 0n)
  }
  say('BR-CO-10', total('LineTotalAmount') === sumOf(lines.map(lineAmount)))
  say(
    'BR-CO-13',
    total('TaxBasisTotalAmount') ===
      total('LineTotalAmount') - total('AllowanceTotalAmount') + total('ChargeTotalAmount'),
  )
  const taxes = all(settlement, 'ApplicableTradeTax')
  say(
    'BR-CO-14',
    total('TaxTotalAmount') === sumOf(taxes.map((tax) => cents(textAt(tax, 'CalculatedAmount')))),
  )
  say('BR-CO-15', total('GrandTotalAmount') === total('TaxBasisTotalAmount') + total('TaxTotalAmount'))
  say('BR-CO-16', total('DuePayableAmount') === total('GrandTotalAmount') - total('TotalPrepaidAmount'))
}

/** Rates of BR-FR-16, in hundredths of a percent. */
const rates = [0, 1000, 1300, 2000, 850, 1960, 210, 550, 700, 2060, 105, 90, 175, 920, 960]
const vatexCodes =
  /^VATEX-(EU-(79-C|132(-1[A-Q])?|143(-1[A-L]+)?|148(-[A-G])?|151(-1[A-E]+)?|309|AE|D|F|G|I|IC|J|O|159)|FR-(FRANCHISE|CNWVAT|AE|298SEXDECIESA|CGI(261-[1-8]|261A|261B|261C-[123]|261D-(1|1BIS|2|3|4)|261E-[12]|275|277A|295|294|262 ?TER)))$/

function checkVat(trade: Element, settlement: Element, say: Say): void {
  const taxes = all(settlement, 'ApplicableTradeTax').map((tax) => ({
    category: textAt(tax, 'CategoryCode') ?? '',
    rate: textAt(tax, 'RateApplicablePercent'),
    base: cents(textAt(tax, 'BasisAmount')),
    vat: cents(textAt(tax, 'CalculatedAmount')),
    reason: textAt(tax, 'ExemptionReason'),
    code: textAt(tax, 'ExemptionReasonCode'),
  }))
  const lines = all(trade, 'IncludedSupplyChainTradeLineItem').map((line) => ({
    category: textAt(line, 'SpecifiedLineTradeSettlement/ApplicableTradeTax/CategoryCode') ?? '',
    rate: textAt(line, 'SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent'),
    amount: lineAmount(line),
  }))
  const reductions = all(settlement, 'SpecifiedTradeAllowanceCharge').map((each) => ({
    category: textAt(each, 'CategoryTradeTax/CategoryCode') ?? '',
    rate: textAt(each, 'CategoryTradeTax/RateApplicablePercent'),
    amount: -allowed(each),
  }))
  const bases = [...lines, ...reductions]
  say('BR-CO-18', taxes.length > 0)
  const key = (each: { category: string; rate: string | undefined }) =>
    `${each.category} ${cents(each.rate ?? '0')}`
  for (const line of bases)
    say(
      'BR-S-01',
      taxes.some((tax) => key(tax) === key(line)),
    )
  for (const tax of taxes) {
    const rate = cents(tax.rate ?? '0')
    say('BR-FR-15', ['S', 'E', 'AE', 'K', 'G', 'O', 'Z'].includes(tax.category))
    say('BR-FR-16', rates.includes(Number(rate)))
    say(
      `BR-${tax.category}-08`,
      tax.base === sumOf(bases.filter((line) => key(line) === key(tax)).map((line) => line.amount)),
    )
    const size = tax.base < 0n ? -tax.base : tax.base
    const rounded = (size * rate * 2n + 10_000n) / 20_000n
    say('BR-CO-17', tax.vat === (tax.base < 0n ? -rounded : rounded))
    if (tax.category === 'S') {
      say('BR-S-05', rate > 0n)
      say('BR-S-10', tax.reason === undefined && tax.code === undefined)
    } else if (tax.category === 'Z') {
      say('BR-Z-05', rate === 0n)
      say('BR-Z-10', tax.reason === undefined && tax.code === undefined)
    } else {
      say(`BR-${tax.category}-05`, rate === 0n && (tax.category !== 'O' || tax.rate === undefined))
      say(`BR-${tax.category}-10`, Boolean(tax.reason || tax.code))
    }
    if (tax.code) say('BR-CL-22', vatexCodes.test(tax.code))
  }
  const parties = ['SellerTradeParty', 'BuyerTradeParty'].map(
    (name) => all(trade, `ApplicableHeaderTradeAgreement/${name}`)[0] as Element,
  ) as [Element, Element]
  const [sellerVat, buyerVat] = parties.map((party) => textAt(party, 'SpecifiedTaxRegistration/ID'))
  for (const { category } of taxes) {
    if (category === 'O') {
      say('BR-O-02', sellerVat === undefined && buyerVat === undefined)
      say('BR-O-11', taxes.length === 1)
    } else say(`BR-${category}-02`, sellerVat !== undefined)
    if (category === 'AE')
      say(
        'BR-AE-02',
        buyerVat !== undefined || textAt(parties[1], 'SpecifiedLegalOrganization/ID') !== undefined,
      )
  }
}

function checkDecimals(trade: Element, settlement: Element, say: Say): void {
  const placesOk = (text: string | undefined, places: number) =>
    text === undefined || new RegExp(`^-?\\d+(\\.\\d{1,${places}})?$`).test(text)
  for (const amount of all(settlement, 'SpecifiedTradeSettlementHeaderMonetarySummation')[0]?.children ?? [])
    say('BR-FR-DEC-01', placesOk(amount.text, 2))
  for (const line of all(trade, 'IncludedSupplyChainTradeLineItem')) {
    const quantity = textAt(line, 'SpecifiedLineTradeDelivery/BilledQuantity')
    const net = 'SpecifiedLineTradeAgreement/NetPriceProductTradePrice'
    const price = textAt(line, `${net}/ChargeAmount`)
    say('BR-25', Boolean(textAt(line, 'SpecifiedTradeProduct/Name')))
    say('BR-FR-DEC-02', quantity !== undefined && placesOk(quantity, 4))
    say('BR-FR-DEC-03', price !== undefined && placesOk(price, 6) && !price.startsWith('-'))
    say(
      'BR-FR-DEC-04',
      placesOk(textAt(line, 'SpecifiedLineTradeSettlement/ApplicableTradeTax/RateApplicablePercent'), 2),
    )
    checkProduct(line, quantity ?? '0', price ?? '0', textAt(line, `${net}/BasisQuantity`) ?? '1', say)
  }
}

/** The amount of a line equals quantity × price to the cent: BT-131 = BT-129 × BT-146 ÷ BT-149. */
function checkProduct(line: Element, quantity: string, price: string, basis: string, say: Say): void {
  const millionths = (text: string) => {
    const [whole = '0', part = ''] = text.replace('-', '').split('.')
    return BigInt(whole) * 1_000_000n + BigInt(part.padEnd(6, '0'))
  }
  const product = millionths(quantity) * millionths(price)
  const divisor = millionths(basis) * 10_000n
  const size = (2n * product + divisor) / (2n * divisor)
  say('BT-131', lineAmount(line) === (quantity.startsWith('-') ? -size : size))
  const gross = all(line, 'SpecifiedLineTradeAgreement/GrossPriceProductTradePrice')[0]
  if (gross)
    say(
      'BT-147',
      millionths(textAt(gross, 'ChargeAmount') ?? '0') -
        millionths(textAt(gross, 'AppliedTradeAllowanceCharge/ActualAmount') ?? '0') ===
        millionths(price),
    )
}

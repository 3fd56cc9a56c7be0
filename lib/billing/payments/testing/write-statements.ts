import { escapeMarkup } from '~/lib/kernel/text/escape'
import type { BankStatement, StatementMovement } from '../statements/statement'

export type WrittenStatement = Pick<
  BankStatement,
  'identification' | 'iban' | 'from' | 'to' | 'openingCents' | 'closingCents'
> & { movements: WrittenMovement[] }
export type WrittenMovement = Omit<StatementMovement, 'identity' | 'line'> & { bankReference?: string }

const euros = (cents: bigint) => {
  const size = cents < 0n ? -cents : cents
  return `${size / 100n}.${String(size % 100n).padStart(2, '0')}`
}
const side = (cents: bigint) => `<CdtDbtInd>${cents < 0n ? 'DBIT' : 'CRDT'}</CdtDbtInd>`
const tag = (name: string, value: string | undefined) =>
  value ? `<${name}>${escapeMarkup(value)}</${name}>` : ''

/** These statements as a bank's camt.053. */
export function writeCamt053(statements: readonly WrittenStatement[], version = '08'): string {
  const party = (name: string) => (version === '02' ? tag('Nm', name) : `<Pty>${tag('Nm', name)}</Pty>`)
  const state = version === '02' ? '<Sts>BOOK</Sts>' : '<Sts><Cd>BOOK</Cd></Sts>'
  const balance = (code: string, cents: bigint, on: string) =>
    `<Bal><Tp><CdOrPrtry><Cd>${code}</Cd></CdOrPrtry></Tp><Amt Ccy="EUR">${euros(cents)}</Amt>${side(cents)}<Dt><Dt>${on}</Dt></Dt></Bal>`
  const entry = (each: WrittenMovement) => {
    const who = each.cents > 0n || each.returnReason ? 'Dbtr' : 'Cdtr'
    return `<Ntry><Amt Ccy="EUR">${euros(each.cents)}</Amt>${side(each.cents)}${state}
<BookgDt><Dt>${each.bookedOn}</Dt></BookgDt><ValDt><Dt>${each.valuedOn}</Dt></ValDt>${tag('AcctSvcrRef', each.bankReference)}
<NtryDtls>${each.batchId ? `<Btch>${tag('PmtInfId', each.batchId)}</Btch>` : ''}<TxDtls><Refs>${tag('EndToEndId', each.endToEndId)}</Refs>
<RltdPties>${each.counterpartyName ? `<${who}>${party(each.counterpartyName)}</${who}>` : ''}${each.counterpartyIban ? `<${who}Acct><Id>${tag('IBAN', each.counterpartyIban)}</Id></${who}Acct>` : ''}</RltdPties>
<RmtInf>${tag('Ustrd', each.text)}${each.creditorReference ? `<Strd><CdtrRefInf>${tag('Ref', each.creditorReference)}</CdtrRefInf></Strd>` : ''}</RmtInf>
${each.returnReason ? `<RtrInf><Rsn>${tag('Cd', each.returnReason)}</Rsn></RtrInf>` : ''}</TxDtls></NtryDtls></Ntry>`
  }
  return `<?xml version="1.0" encoding="UTF-8"?>
<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.${version}"><BkToCstmrStmt><GrpHdr><MsgId>M</MsgId></GrpHdr>
${statements
  .map(
    (each) =>
      `<Stmt>${tag('Id', each.identification)}<Acct><Id>${tag('IBAN', each.iban)}</Id><Ccy>EUR</Ccy></Acct>
${balance('OPBD', each.openingCents, each.from)}${balance('CLBD', each.closingCents, each.to)}
${each.movements.map(entry).join('\n')}</Stmt>`,
  )
  .join('\n')}</BkToCstmrStmt></Document>
`
}

const credit = '{ABCDEFGHI'
const debit = '}JKLMNOPQR'
const fixed = (text: string, width: number) => text.slice(0, width).padEnd(width)
const punched = (cents: bigint) => {
  const size = cents < 0n ? -cents : cents
  const last = (cents < 0n ? debit : credit)[Number(size % 10n)]
  return `${String(size / 10n).padStart(13, '0')}${last}`
}
const ddmmyy = (day: string) => `${day.slice(8, 10)}${day.slice(5, 7)}${day.slice(2, 4)}`

/** These statements in CFONB 120, for a French account. */
export function writeCfonb120(statements: readonly WrittenStatement[], end = '\r\n'): string {
  return statements
    .flatMap((statement) => {
      const [bank, branch, account] = [
        statement.iban.slice(4, 9),
        statement.iban.slice(9, 14),
        statement.iban.slice(14, 25),
      ]
      const head = (kind: string, inner = '    ') => `${kind}${bank}${inner}${branch}EUR2 ${account}`
      const balance = (kind: string, cents: bigint, on: string) =>
        `${head(kind)}  ${ddmmyy(on)}${' '.repeat(50)}${punched(cents)}${' '.repeat(16)}`
      const more = (each: WrittenMovement, qualifier: string, text: string | undefined) =>
        text ? [`${head('05', '0000')}18${ddmmyy(each.bookedOn)}     ${qualifier}${fixed(text, 70)}  `] : []
      return [
        balance('01', statement.openingCents, statement.from),
        ...statement.movements.flatMap((each) => [
          `${head('04', '0000')}18${ddmmyy(each.bookedOn)}${fixed(each.returnReason ?? '', 2)}${ddmmyy(each.valuedOn)}${fixed(each.text, 31)}  ${fixed(each.bankReference ?? '', 7)}  ${punched(each.cents)}${' '.repeat(16)}`,
          ...more(each, each.cents > 0n ? 'NPY' : 'NBE', each.counterpartyName),
          ...more(each, 'RCN', each.endToEndId),
        ]),
        balance('07', statement.closingCents, statement.to),
      ]
    })
    .map((line) => line + end)
    .join('')
}

/** Words that say what a body is, not who: banks leave them out, shorten or move them. */
const forms = new Set(
  'SA SAS SASU SARL EURL SNC SCI SCOP SEM SPL GIE EPIC EPA ETS STE SOC SOCIETE ASSOCIATION ASSOC GMBH AG KG SRL SPA BV NV LTD LIMITED LLC PLC SL OY AB AS M MME MR'.split(
    ' ',
  ),
)

/** A payer's name as banks could write it: capitals without accents, no legal form. Pure. */
export function payerName(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/(?<=\b\p{L})\.(?=\p{L}\b)/gu, '')
    .split(/[^A-Z0-9]+/)
    .filter((word) => word !== '' && !forms.has(word))
    .join(' ')
}

/** Whether both are one name, or one is the other cut off where a bank's field ends. Pure. */
export function isLikelyName(one: string, other: string): boolean {
  const [short = '', long = ''] = [payerName(one), payerName(other)]
    .map((each) => each.replaceAll(' ', ''))
    .sort((a, b) => a.length - b.length)
  return short.length >= 6 && long.startsWith(short)
}

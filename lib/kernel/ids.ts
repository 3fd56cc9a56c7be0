/**
 * Prefixed text ids: `ins_01k…`. Only lower-case letters and digits, so that names in outside systems can be derived
 * from them; sortable by creation (48 bits of milliseconds, 80 random bits).
 */
export const idPrefixes = {
  account: 'acc',
  staff: 'stf',
  token: 'tok',
  organisation: 'org',
  member: 'mem',
  joinRequest: 'joi',
  project: 'prj',
  moderationEvent: 'mod',
  moderationCase: 'mcs',
  invitation: 'ivt',
  acceptance: 'lac',
  sshKey: 'key',
  apiToken: 'apt',
  sellingEntity: 'sel',
  zone: 'zon',
  site: 'sit',
  room: 'roo',
  rack: 'rac',
  host: 'hst',
  hostSilence: 'hsi',
  hostLoss: 'hlo',
  serverRecovery: 'srv',
  pool: 'poo',
  hypervisor: 'hyp',
  drift: 'dri',
  quarantine: 'qua',
  recovery: 'rcv',
  adoption: 'adp',
  numberJump: 'njp',
  rowLoss: 'rlo',
  doubtfulSending: 'dsd',
  network: 'net',
  balancer: 'lba',
  certificate: 'crt',
  ruleSet: 'rls',
  firewallRule: 'fwr',
  addressPool: 'apo',
  publicAddress: 'pip',
  outsideVantage: 'ovt',
  name: 'nam',
  nameRecord: 'nrc',
  nameDifference: 'ndf',
  allocation: 'alc',
  placementGroup: 'pgr',
  relocation: 'rlc',
  bundle: 'bun',
  priceVersion: 'prv',
  costChange: 'cch',
  image: 'img',
  commitmentRate: 'cmr',
  commitment: 'cmt',
  commitmentExit: 'cmx',
  negotiatedList: 'ngl',
  promotion: 'pmo',
  promotionGrant: 'pmg',
  order: 'ord',
  orderLine: 'oln',
  quote: 'quo',
  purchaseOrder: 'por',
  purchaseOrderAmendment: 'poa',
  purchaseOrderDocument: 'pod',
  signatureRule: 'sgr',
  delegation: 'dlg',
  approvalDecision: 'apd',
  instance: 'ins',
  volume: 'vol',
  snapshot: 'snp',
  privateImage: 'pim',
  backup: 'bkp',
  usageInterval: 'usi',
  meteringKey: 'mtk',
  trafficPrice: 'tfp',
  transition: 'tra',
  saga: 'sag',
  audit: 'aud',
  mail: 'mai',
  document: 'doc',
  notice: 'not',
  quotaRequest: 'qrq',
  budget: 'bud',
  webhookEndpoint: 'whe',
  webhookDelivery: 'whd',
  event: 'evt',
  invoice: 'inv',
  ledgerTransaction: 'ltx',
  billingRun: 'bru',
  concession: 'con',
  mandate: 'mdt',
  directDebitBatch: 'ddb',
  directDebit: 'ddt',
  bankStatement: 'bst',
  bankMovement: 'bmv',
  paymentAllocation: 'pal',
  cardPayment: 'cpy',
  paymentReport: 'prp',
  declaration: 'dcl',
  cardRefund: 'crf',
  sellerChange: 'sch',
  delivery: 'dlv',
  export: 'exp',
  exportSchedule: 'xsc',
  ticket: 'tkt',
  ticketMessage: 'tkm',
  ticketChange: 'tkc',
  ticketNote: 'tkn',
  ticketAttachment: 'tka',
  ticketUpload: 'tku',
  qualification: 'qlf',
  serviceContract: 'slc',
  slaAssessment: 'sla',
  serviceCredit: 'svc',
  vantage: 'vtg',
  exclusion: 'exd',
  burnAlert: 'bal',
  instanceProbe: 'ipb',
  incident: 'inc',
  incidentUpdate: 'inu',
  maintenance: 'mnt',
  statusSubscriber: 'sts',
  alertRecipient: 'alr',
} as const

export type IdKind = keyof typeof idPrefixes
export type Id<K extends IdKind> = `${(typeof idPrefixes)[K]}_${string}`

const alphabet = '0123456789abcdefghjkmnpqrstvwxyz'

/** By kind: the random digits of the last id for each of the latest moments. */
const latestByKind = new Map<IdKind, Map<number, number[]>>()
/** Concurrent requests have a moment each: this exceeds the number that ever run at once. */
const momentsKept = 256

/**
 * Makes an id of this kind with 80 random bits. Ids of one kind made by one process for the same millisecond sort in
 * order of creation, so that rows with the same instant keep their order.
 */
export function newId<K extends IdKind>(kind: K, millis: number = Date.now()): Id<K> {
  const latest = latestByKind.get(kind) ?? new Map<number, number[]>()
  latestByKind.set(kind, latest)
  const previous = latest.get(millis)
  const tail = previous?.some((digit) => digit < 31) ? successor(previous) : randomTail()
  if (!previous && latest.size === momentsKept) latest.delete(latest.keys().next().value ?? millis)
  latest.set(millis, tail)
  let text = ''
  for (const digit of tail) text += alphabet[digit]
  return `${idPrefixes[kind]}_${timeText(millis)}${text}`
}

function timeText(millis: number): string {
  let time = ''
  for (let rest = millis, i = 0; i < 10; i += 1) {
    time = alphabet[rest % 32] + time
    rest = Math.floor(rest / 32)
  }
  return time
}

/** Random bytes for many ids: a system call for sixteen bytes costs more than making the id. */
const drawn = new Uint8Array(4_096)
let used = drawn.length

function randomTail(): number[] {
  if (used === drawn.length) {
    crypto.getRandomValues(drawn)
    used = 0
  }
  used += 16
  return Array.from(drawn.subarray(used - 16, used), (byte) => byte & 31)
}

/** Returns the next number in base 32, most significant digit first; the caller ensures that it does not overflow. */
function successor(tail: readonly number[]): number[] {
  const next = [...tail]
  for (let i = next.length - 1; i >= 0; i -= 1) {
    const digit = next[i] ?? 0
    next[i] = digit === 31 ? 0 : digit + 1
    if (digit !== 31) break
  }
  return next
}

/** When an id was made, to the millisecond. */
export function timeOfId(id: Id<IdKind>): Date {
  const digits = id.slice(4, 14)
  return new Date([...digits].reduce((millis, digit) => millis * 32 + alphabet.indexOf(digit), 0))
}

const patterns = new Map<IdKind, RegExp>()

/** The format of an id of this kind. */
export function idPattern(kind: IdKind): RegExp {
  const pattern = patterns.get(kind) ?? new RegExp(`^${idPrefixes[kind]}_[0-9a-hjkmnp-tv-z]{26}$`)
  patterns.set(kind, pattern)
  return pattern
}

/** Whether `value` has the format of an id of this kind. */
export function isId<K extends IdKind>(kind: K, value: unknown): value is Id<K> {
  return typeof value === 'string' && idPattern(kind).test(value)
}

/** Checks the text and returns it as an id. @throws Error unless it has the format of an id of this kind */
export function toId<K extends IdKind>(kind: K, text: string): Id<K> {
  if (!isId(kind, text)) throw new Error(`not the id of a kind ${kind}`)
  return text
}

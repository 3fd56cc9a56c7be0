/** What a secret is for. Each purpose has a key of its own, derived from ENCRYPTION_KEY. */
export const purposes = [
  /** Second factors, enrolment and known browsers of customers. */
  'customer-sign-in',
  /** The same of staff. */
  'staff-sign-in',
  /** Tokens in mailed links that confirm or end a subscription. */
  'links',
  /** Codes of the heads of the journal. */
  'journal',
  'mandates',
  'debit-files',
  'cards',
  'e-invoices',
  'exports',
  'webhooks',
  /** Keys and chains of certificates. */
  'certificates',
  /** Keys of accounts and of unfinished orders at certificate authorities. */
  'acme',
  'name-service',
  'hypervisor-tokens',
  'hypervisor-keys',
  'vantages',
] as const
export type Purpose = (typeof purposes)[number]

export type KeyHolder = 'portal' | 'api' | 'operator' | 'worker' | 'console'

/** The purposes that each process seals or opens for. A process holds no other key. */
export const purposesOf: Record<KeyHolder, readonly Purpose[]> = {
  portal: ['customer-sign-in', 'links', 'mandates', 'cards', 'exports', 'webhooks', 'certificates'],
  api: ['links', 'mandates', 'cards', 'exports', 'webhooks', 'certificates'],
  operator: [
    'staff-sign-in',
    'links',
    'mandates',
    'debit-files',
    'cards',
    'e-invoices',
    'name-service',
    'hypervisor-tokens',
  ],
  worker: [
    'links',
    'journal',
    'cards',
    'e-invoices',
    'exports',
    'webhooks',
    'certificates',
    'acme',
    'name-service',
    'hypervisor-tokens',
    'hypervisor-keys',
    'vantages',
  ],
  console: ['hypervisor-keys'],
}

/** Where a sealed value belongs: its purpose selects the key, and its text is authenticated. */
export type Place = { purpose: Purpose; text: string }

export const placeFor = (purpose: Purpose, text: string): Place => ({ purpose, text })

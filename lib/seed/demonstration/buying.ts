/** Purchase orders of organisations; days are counted from the day of seeding. */
export const purchaseOrderPlans = [
  {
    // Registered after its orders ran, so that none of them waited for it.
    key: 'lumen',
    number: 'LUM-2026-08',
    ceilingCents: 100_000n,
    startsIn: -160,
    registeredIn: -139,
    endsIn: 30,
  },
  // No order refers to it yet.
  {
    key: 'valmont',
    number: 'BC-2026-118',
    ceilingCents: 240_000n,
    startsIn: -20,
    registeredIn: -19,
    endsIn: 345,
  },
] as const

export const signatureRuleOfValmont = { fromCents: 50_000n, approvals: 1 }

/** Above the limit up to which a technician may order without a second signature. */
export const heldOrderOfValmont = {
  asker: 'karim.haddad@valmont.example',
  hoursAgo: 20,
  bundle: 'base-8',
  zone: 'LYS1',
  name: 'base-mediatheque',
  quantity: 3,
} as const

/** Bounds of a password, by whose it is. Length alone is asked: no composition rule. */
export const passwordLengths = { account: 15, staff: 16, max: 128 } as const

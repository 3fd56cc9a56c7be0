/** Bounds of a password by kind of person. There are no composition rules. */
export const passwordLengths = { account: 15, staff: 16, max: 128 } as const

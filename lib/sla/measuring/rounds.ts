/** Every vantage looks at everything this often. */
export const roundMs = 10_000
/** Two looks further apart than this say nothing of what lay between. */
export const longestGapMs = 30_000
/** What was at an instant is known this much later and changes no more: the next look has been, or there is a gap. */
export const settledAfterMs = 2 * longestGapMs

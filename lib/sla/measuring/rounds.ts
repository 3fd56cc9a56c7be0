/** Interval of each vantage's rounds. */
export const roundMs = 10_000
/** With observations further apart, the state in between is unknown. */
export const longestGapMs = 30_000
/** After this delay the state of an instant is final: the next observation has been made, or there is a gap. */
export const completeAfterMs = 2 * longestGapMs

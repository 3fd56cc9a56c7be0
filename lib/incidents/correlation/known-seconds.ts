/** Older readings of a vantage count as unknown; equals the longest gap of the availability measurement. */
export const knownSeconds = 30

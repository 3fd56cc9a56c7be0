/** A vantage that has not looked for longer knows nothing: as the longest gap of the measures. */
export const knownSeconds = 30

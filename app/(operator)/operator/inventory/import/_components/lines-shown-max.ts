/** Beyond this, a table of lines says how many more there are. */
export const linesShownMax = 200

/** Beyond this, a table shows only the number of remaining lines. */
export const linesShownMax = 200

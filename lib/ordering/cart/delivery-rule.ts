/** Which of the last deliveries of a zone make a figure. */
export const deliveryRule = {
  /** The last ones that count. */
  most: 200,
  /** With fewer, no figure is reliable enough to show. */
  fewest: 3,
  /** With fewer, the slowest twentieth is less than one delivery. */
  fewestForShare: 20,
} as const

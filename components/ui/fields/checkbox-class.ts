/** The native box, drawn by `.tick` in the stylesheet. */
export const boxClass = 'tick mt-0.5 size-[1.125rem] shrink-0'

/** The native radio, drawn by `.pip`. */
export const radioClass = 'pip mt-0.5 size-[1.125rem] shrink-0'

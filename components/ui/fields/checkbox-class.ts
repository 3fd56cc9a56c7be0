/** The native checkbox, styled by `.tick` in the stylesheet. */
export const boxClass = 'tick mt-0.5 size-[1.125rem] shrink-0'

/** The native radio, styled by `.pip`. */
export const radioClass = 'pip mt-0.5 size-[1.125rem] shrink-0'

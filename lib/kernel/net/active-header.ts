/** Sent with the questions an open page asks by itself: `1` when a person touched the page within the last minute. */
export const activeHeader = 'x-andromede-active'

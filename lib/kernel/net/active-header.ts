/** Sent with automatic requests of an open page: `1` when a person used the page within the last minute. */
export const activeHeader = 'x-andromede-active'

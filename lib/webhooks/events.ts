/** The event of a test; every endpoint accepts it. */
export const testEvent = 'webhook.test'
